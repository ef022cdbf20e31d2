/** Replies, actions, edits, deletions and reactions, as clients that ask for changes and others get them. */
import { assert, assertEquals, assertMatch } from "@std/assert";
import { history, idOf, nextEntry, ROOM, say, signIn, timeless } from "./support/change_fixture.ts";
import { testOverStores } from "./support/over_stores.ts";
import { Peer } from "./support/peer.ts";
import { ask, codeOf, settled } from "./support/requests.ts";
import { startServer } from "./support/server.ts";

const room = ROOM;

testOverStores(
  "changes reach all members in one order, each with an id of its own",
  async ({ args }) => {
    await using server = await startServer({ args });
    await using ana = await signIn(server, "Ana");
    await using bia = await signIn(server, "Bia");
    await using old = await Peer.json(server, "Velho");
    assertEquals(await say(bia, "oi"), 1);
    assertEquals(await say(ana, "olá", { reply: 1 }), 2);
    assertEquals(await say(ana, "acena", { action: true }), 3);
    assertEquals(await idOf(ana, { type: "edit", about: 2, text: "olá!" }), 4);
    assertEquals(await idOf(bia, { type: "react", about: 2, emoji: "👍" }), 5);
    assertEquals(await idOf(bia, { type: "react", about: 2, emoji: "👍", remove: true }), 6);
    assertEquals(await idOf(ana, { type: "delete", about: 3, reason: "engano" }), 7);
    assertEquals(await say(ana, "fim"), 8);
    const events = [
      { type: "message", id: 1, room, from: "Bia", text: "oi" },
      {
        type: "message",
        id: 2,
        room,
        from: "Ana",
        text: "olá",
        reply: { id: 1, from: "Bia", text: "oi" },
      },
      { type: "message", id: 3, room, from: "Ana", text: "acena", action: true },
      { type: "edited", id: 4, room, about: 2, from: "Ana", text: "olá!" },
      { type: "reacted", id: 5, room, about: 2, from: "Bia", emoji: "👍" },
      { type: "reacted", id: 6, room, about: 2, from: "Bia", emoji: "👍", removed: true },
      { type: "deleted", id: 7, room, about: 3, from: "Ana", reason: "engano" },
      { type: "message", id: 8, room, from: "Ana", text: "fim" },
    ];
    await using carla = await signIn(server, "Carla", { resume: { [room]: 0 } });
    for (const event of events) {
      // Without `changes` the messages are the same, and the ids of changes are skipped.
      if (event.type === "message") assertEquals(await nextEntry(old), event);
    }
    // A client that comes later gets the messages as they are now, and the changes beside them.
    const { messages, changes, first, last, more } = await carla.skipTo("history");
    assertEquals([first, last, more, messages.map(({ id }) => id)], [1, 8, false, [1, 2, 3, 8]]);
    assertEquals(changes!.map(timeless), events.slice(3, 7).map(({ room: _, ...event }) => event));
    const [, second, third] = messages.map(timeless);
    const edited = (second as { edited?: number }).edited!;
    assert(Math.abs(Date.now() - edited) < 60_000);
    assertEquals(second, {
      ...{ id: 2, room, from: "Ana", text: "olá!", reply: { id: 1, from: "Bia", text: "oi" } },
      ...{ edited, rev: 6 },
    });
    const { deleted } = third as { deleted?: { at: number } };
    assertEquals(third, {
      ...{ id: 3, room, from: "Ana", rev: 7 },
      deleted: { by: "Ana", at: deleted!.at, reason: "engano" },
    });
  },
);

testOverStores("a live event is the same for all who ask for changes", async ({ args }) => {
  await using server = await startServer({ args });
  await using ana = await signIn(server, "Ana");
  await using bia = await signIn(server, "Bia");
  await settled(ana);
  await ana.send(
    { type: "say", room, text: "um", ref: 1 },
    { type: "edit", room, about: 1, text: "dois", ref: 2 },
    { type: "react", room, about: 1, emoji: "🇧🇷", ref: 3 },
    { type: "delete", room, about: 1, ref: 4 },
  );
  // Sent in one turn, a change may be about a message of the same turn.
  const about = { room, about: 1, from: "Ana" };
  const events = [
    { type: "message", id: 1, room, from: "Ana", text: "um" },
    { type: "edited", id: 2, ...about, text: "dois" },
    { type: "reacted", id: 3, ...about, emoji: "🇧🇷" },
    { type: "deleted", id: 4, ...about },
  ];
  for (const peer of [ana, bia]) {
    for (const event of events) assertEquals(await nextEntry(peer), event);
  }
  const acks = (await settled(ana)).flatMap((event) =>
    event.type === "ack" ? [[event.ref, event.id]] : []
  );
  assertEquals(acks, [[1, 1], [2, 2], [3, 3], [4, 4]]);
});

testOverStores(
  "a client without changes sees the same texts, and nothing of a deleted one",
  async ({ args }) => {
    await using server = await startServer({ args });
    await using ana = await signIn(server, "Ana");
    for (const text of ["um", "dois", "três"]) await say(ana, text);
    await idOf(ana, { type: "edit", about: 1, text: "1" });
    await idOf(ana, { type: "delete", about: 2, reason: "engano" });
    await using old = await Peer.json(server, "Velho");
    const page = await history(old);
    assertEquals(page.messages.map(({ id, text }) => [id, text]), [[1, "1"], [2, ""], [3, "três"]]);
    assertEquals(page.messages.map(({ deleted }) => deleted), [undefined, undefined, undefined]);
    const { changes, first, last, mine, moreAfter } = page;
    assertEquals([changes, first, last, mine, moreAfter], Array(5).fill(undefined));
  },
);

testOverStores(
  "what changes nothing is acknowledged with the id that made it so",
  async ({ args }) => {
    await using server = await startServer({ args });
    await using ana = await signIn(server, "Ana");
    await using bia = await signIn(server, "Bia");
    await say(ana, "um");
    assertEquals(await idOf(ana, { type: "edit", about: 1, text: "um" }), 1);
    assertEquals(await idOf(ana, { type: "edit", about: 1, text: "dois" }), 2);
    assertEquals(await idOf(ana, { type: "edit", about: 1, text: "dois" }), 2);
    assertEquals(await idOf(bia, { type: "react", about: 1, emoji: "👍" }), 3);
    assertEquals(await idOf(bia, { type: "react", about: 1, emoji: "👍" }), 3);
    assertEquals(await idOf(ana, { type: "react", about: 1, emoji: "👍" }), 4);
    await idOf(ana, { type: "react", about: 1, emoji: "🎉", remove: true });
    await idOf(bia, { type: "react", about: 1, emoji: "👍", remove: true });
    const id = await idOf(bia, { type: "react", about: 1, emoji: "👍", remove: true });
    assertEquals(await say(ana, "fim"), 6);
    assert(id < 6);
    const page = await history(ana);
    assertEquals(page.messages[0]!.reactions, [{ emoji: "👍", count: 1, names: ["Ana"] }]);
    assertEquals([page.mine, (await history(bia)).mine], [{ 1: ["👍"] }, {}]);
  },
);

testOverStores("a change with a nonce is made once, also after a reconnect", async ({ args }) => {
  await using server = await startServer({ args });
  const token = crypto.randomUUID();
  await using bia = await signIn(server, "Bia");
  const ana = await signIn(server, "Ana", { token });
  await say(ana, "um");
  const edit = { type: "edit", about: 1, text: "dois", nonce: "n1" };
  assertEquals([await idOf(ana, edit), await idOf(ana, edit)], [2, 2]);
  assertEquals(await idOf(ana, { type: "delete", about: 1, nonce: "n2" }), 3);
  await ana[Symbol.asyncDispose]();
  await bia.skipTo("left");
  await using again = await signIn(server, "Ana", { token });
  // The message is deleted by now, but these are the answers of before.
  assertEquals(await idOf(again, edit), 2);
  assertEquals(await idOf(again, { type: "delete", about: 1, nonce: "n2" }), 3);
  assertEquals(await codeOf(again, { type: "delete", room, about: 1 }), "not_found");
  assertEquals(await say(again, "fim"), 4);
});

testOverStores(
  "what is not a message that is there cannot be changed nor answered",
  async ({ args }) => {
    await using server = await startServer({ args });
    await using ana = await signIn(server, "Ana");
    await say(ana, "um");
    await say(ana, "dois");
    await idOf(ana, { type: "edit", about: 1, text: "1" });
    await idOf(ana, { type: "delete", about: 2 });
    for (const about of [2, 3, 4, 99]) {
      for (
        const change of [{ type: "edit", text: "x" }, { type: "delete" }, {
          type: "react",
          emoji: "👍",
        }]
      ) {
        const answer = await ask(ana, { ...change, room, about });
        assertEquals(answer, {
          ...{ type: "error", code: "not_found", cause: "no_message", value: `${about}`, room },
          message: `A mensagem ${about} de ${room} não existe ou foi apagada.`,
        });
      }
    }
    // A reply to a deleted message is fine; one to a change, or to what was never said, is not.
    for (const reply of [3, 99]) {
      assertEquals(
        await codeOf(ana, { type: "say", room, text: "x", reply }),
        "not_found",
      );
    }
    await ana.send({ type: "say", room, text: "três", reply: 2 });
    assertEquals(await nextEntry(ana), {
      ...{ type: "message", id: 5, room, from: "Ana", text: "três", reply: { id: 2 } },
    });
    assertEquals((await history(ana, { limit: 1 })).messages[0]!.reply, { id: 2 });
  },
);

testOverStores(
  "a message has up to 20 different emoji, and names of 20 users for each",
  async ({ args }) => {
    await using server = await startServer({ args });
    await using ana = await signIn(server, "Ana");
    await say(ana, "um");
    const emoji = Array.from({ length: 21 }, (_, index) => String.fromCodePoint(0x1f600 + index));
    for (const each of emoji.slice(0, 20)) {
      await idOf(ana, {
        type: "react",
        about: 1,
        emoji: each,
      });
    }
    await using bia = await signIn(server, "Bia");
    const answer = await ask(bia, { type: "react", room, about: 1, emoji: emoji[20] });
    assertEquals(answer.type === "error" && [answer.code, answer.message], [
      "too_many",
      "Uma mensagem tem no máximo 20 emojis diferentes.",
    ]);
    await idOf(bia, { type: "react", about: 1, emoji: emoji[19] });
    await idOf(ana, { type: "react", about: 1, emoji: emoji[0], remove: true });
    await idOf(bia, { type: "react", about: 1, emoji: emoji[20] });
    for (let index = 0; index < 20; index++) {
      await using peer = await Peer.json(server, `p${index}`);
      await idOf(peer, { type: "react", about: 1, emoji: emoji[19] });
    }
    const { messages: [message] } = await history(ana);
    const reactions = message!.reactions!;
    assertEquals(reactions.map(({ emoji }) => emoji), emoji.slice(1));
    const { count, names } = reactions[18]!;
    const others = Array.from({ length: 18 }, (_, index) => `p${index}`);
    assertEquals([count, names], [22, ["Ana", "Bia", ...others]]);
  },
);

testOverStores(
  "a search finds the present text only, and nothing that is deleted",
  async ({ args }) => {
    await using server = await startServer({ args });
    await using ana = await signIn(server, "Ana");
    await say(ana, "abacate");
    await say(ana, "banana");
    await idOf(ana, { type: "edit", about: 1, text: "cereja" });
    await idOf(ana, { type: "delete", about: 2 });
    const found = async (terms: string) => {
      const answer = await ask(ana, { type: "search", terms });
      assert(answer.type === "found");
      return answer.messages.map(({ id, text }) => [id, text]);
    };
    assertEquals(await found("abacate"), []);
    assertEquals(await found("banana"), []);
    assertEquals(await found("cereja"), [[1, "cereja"]]);
  },
);

Deno.test("changes count for the rate as messages do", async () => {
  await using server = await startServer({
    args: ["--rate", "1", "--burst", "3", "--flood-window", "1"],
  });
  await using ana = await signIn(server, "Ana");
  await ana.send({ type: "say", room, text: "um" });
  const changes = Array.from({ length: 50 }, (_, index) => {
    return { type: "edit", room, about: 1, text: `${index}`, ref: index };
  });
  await ana.send(...changes);
  const error = await ana.skipTo("error");
  assertEquals(error.code, "too_fast");
  assertMatch(error.message, /^Rápido demais/);
});
