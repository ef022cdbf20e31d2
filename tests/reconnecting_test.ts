import { assert, assertEquals } from "@std/assert";
import { deadline } from "@std/async/deadline";
import { dialTcp } from "../client/connection/dial.ts";
import { ChatClient } from "../client/session/client.ts";
import type { RoomMessage } from "../protocol/messages/messages.ts";
import { Peer } from "./support/peer.ts";
import { TcpProxy } from "./support/proxy.ts";
import { Random } from "./support/random.ts";
import { startServer } from "./support/server.ts";
import { TIMEOUT } from "./support/wait_until.ts";

const SEED = Number(Deno.env.get("CHAT_SEED") ?? Date.now() % 1_000_000);

/** Number of lost connections. */
const CUTS = 50;

/** A connection is cut after fewer bytes than this, counted in both directions. */
const LONGEST = 6_000;

const ROOMS = ["#geral", "#jogos"];

/** Messages of a room by id. */
function saidIn(room: string, messages: readonly RoomMessage[]): string[] {
  return messages.filter((message) => message.room === room)
    .map(({ id, from, text }) => `${id} ${from}: ${text}`);
}

Deno.test(`a client cut off again and again misses nothing (CHAT_SEED=${SEED})`, async () => {
  await using server = await startServer({ args: ["--rate", "0"] });
  await using witness = await Peer.json(server, "Testemunha");
  await witness.send({ type: "join", room: "#jogos" });
  await witness.skipTo("history");
  const random = new Random(SEED);
  let isCutting = false;
  await using proxy: TcpProxy = new TcpProxy(server.port, () => {
    let left = isCutting && proxy.cuts < CUTS ? 1 + random.below(LONGEST) : Infinity;
    return ({ length }) => {
      const count = Math.min(length, left);
      left -= count;
      return count;
    };
  });
  const heard: RoomMessage[] = [];
  const ended = Promise.withResolvers<void>();
  const ends = new Set(ROOMS);
  const closed = Promise.withResolvers<string>();
  let gaps = 0;
  const client = new ChatClient({
    dial: () => dialTcp({ hostname: "127.0.0.1", port: proxy.port }, () => {}),
    onEvent: (event) => {
      if (event.type === "gap") gaps++;
      if (event.type === "closed") closed.resolve(event.reason);
      const messages = event.type === "recent"
        ? event.history.messages.filter((message) => "room" in message)
        : event.type === "server" && event.message.type === "message"
        ? [event.message]
        : [];
      heard.push(...messages);
      for (const { room, text } of messages) if (text === "fim") ends.delete(room);
      if (ends.size === 0) ended.resolve();
    },
    waits: function* () {
      for (;;) yield 1;
    },
  });
  await client.connect();
  assertEquals((await client.signIn("Cortada")).type, "welcome");
  isCutting = true;
  proxy.cutAll();
  client.request({ type: "join", room: "#jogos" });
  await deadline(client.settled(), TIMEOUT);
  const chatter = async (name: string) => {
    await using peer = await Peer.json(server, name);
    await peer.send({ type: "join", room: "#jogos" });
    await peer.skipTo("history");
    for (let count = 1; proxy.cuts < CUTS; count++) {
      const room = ROOMS[count % ROOMS.length]!;
      await peer.send({ type: "say", room, text: `frase ${count}`, ref: count });
      await peer.skipTo("ack");
    }
  };
  let said = 0;
  const talk = async () => {
    while (proxy.cuts < CUTS) {
      client.request({ type: "say", room: ROOMS[++said % ROOMS.length]!, text: `dito ${said}` });
      await deadline(client.settled(5), TIMEOUT);
    }
    await deadline(client.settled(), TIMEOUT);
  };
  await Promise.all([talk(), ...["Ana", "Bia", "Caio"].map(chatter)]);
  for (const room of ROOMS) await witness.send({ type: "say", room, text: "fim" });
  await deadline(ended.promise, TIMEOUT);
  const seen: RoomMessage[] = [];
  for (let left = ROOMS.length; left > 0;) {
    const message = await witness.skipTo("message");
    seen.push(message);
    if (message.text === "fim") left--;
  }
  for (const room of ROOMS) {
    const list = saidIn(room, seen);
    assertEquals(saidIn(room, heard), list);
    assertEquals(list.map((line) => parseInt(line)), list.map((_, index) => index + 1));
  }
  // Each message of the client is stored once.
  const own = seen.filter(({ from }) => from === "Cortada").map(({ text }) => text);
  assertEquals(own.toSorted(), Array.from({ length: said }, (_, i) => `dito ${i + 1}`).toSorted());
  assert(proxy.cuts >= CUTS);
  assertEquals(gaps, 0);
  client.quit();
  assertEquals(await closed.promise, "quit");
});
