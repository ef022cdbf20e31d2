import { assertEquals } from "@std/assert";
import { testOverNodes } from "./support/cluster.ts";
import { addAccounts, guest, logIn } from "./support/moderation_fixture.ts";
import { Peer } from "./support/peer.ts";
import { ask, codeOf, enter } from "./support/requests.ts";

const room = "#jogos";

/** Sends a message and waits until another client has it; by then its node knows all earlier actions. */
async function hears(from: Peer, to: Peer, text: string): Promise<void> {
  await from.send({ type: "say", room, text });
  while ((await to.skipTo("message")).text !== text);
}

testOverNodes(
  0,
  "moderation holds on every node and for members of other nodes",
  async (cluster) => {
    await addAccounts(cluster.db, ["Ana", "Bia", "Rute!"]);
    await cluster.start(2);
    const [one, other] = [cluster.nodes[0]!, cluster.nodes[1]!];
    // The second account to join, on another node, does not own the room.
    await using ana = await logIn(one, "Ana", room);
    await using bia = await logIn(other, "Bia", room);
    assertEquals(await codeOf(bia, { type: "topic", room, text: "meu" }), "forbidden");
    assertEquals(await codeOf(ana, { type: "topic", room, text: "xadrez" }), "topic");
    assertEquals((await bia.skipTo("topic")).text, "xadrez");
    assertEquals(await codeOf(ana, { type: "op", room, name: "Bia" }), "opped");
    assertEquals((await bia.skipTo("opped")).name, "Bia");
    // An operator on one node removes a member of the other.
    await using bob = await guest(one, "Bob", room);
    assertEquals(await codeOf(bia, { type: "mute", room, name: "Bob" }), "muted");
    assertEquals((await bob.skipTo("muted")).by, "Bia");
    assertEquals(await codeOf(bob, { type: "say", room, text: "oi" }), "muted");
    assertEquals(await codeOf(bia, { type: "unmute", room, name: "Bob" }), "unmuted");
    await bob.skipTo("unmuted");
    assertEquals(await codeOf(bia, { type: "kick", room, name: "Bob", reason: "spam" }), "left");
    const left = await bob.skipTo("left");
    assertEquals([left.by, left.reason], ["Bia", "spam"]);
    assertEquals((await ana.skipTo("left")).name, "Bob");
    assertEquals(await codeOf(bia, { type: "ban", room, name: "Bob" }), "banned");
    await ana.skipTo("banned");
    assertEquals(await codeOf(bob, { type: "join", room }), "banned");
    await using again = await guest(other, "Beto");
    assertEquals(await codeOf(again, { type: "rename", name: "Bob" }), "name_taken");
    // A private room is closed and hidden on every node, and its members stay.
    await using caio = await guest(other, "Caio");
    await enter(caio, room);
    assertEquals(await codeOf(ana, { type: "private", room, on: true }), "private");
    await caio.skipTo("private");
    assertEquals(await codeOf(again, { type: "join", room }), "forbidden");
    assertEquals(await ask(again, { type: "who", room }).then(({ type }) => type), "error");
    const list = await ask(again, { type: "list" });
    assertEquals(list.type === "rooms" && list.rooms.map(({ name }) => name), ["#geral"]);
    await hears(ana, caio, "ainda aqui");
    assertEquals(await codeOf(ana, { type: "invite", room, name: "Beto" }), "invited");
    assertEquals((await again.skipTo("invited")).by, "Ana");
    assertEquals(await codeOf(again, { type: "join", room }), "joined");
    // A ban from the whole server holds on every node, too.
    await using rute = await logIn(one, "Rute");
    assertEquals(await codeOf(rute, { type: "ban", name: "Caio", reason: "spam" }), "banned");
    assertEquals((await caio.skipTo("error")).code, "banned");
    await caio.ended();
    await using refused = await Peer.connect(other);
    await refused.send({ type: "hello", name: "Caio", version: 1 });
    assertEquals((await refused.message("error")).code, "banned");
  },
);
