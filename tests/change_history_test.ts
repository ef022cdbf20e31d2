/** Changes in history and resume: pages before, after and around an id, and what was missed. */
import { assert, assertEquals } from "@std/assert";
import type { HistoryPage } from "../protocol/messages/server_messages.ts";
import { history, idOf, ROOM, say, signIn, timeless } from "./support/change_fixture.ts";
import { PASSWORD } from "./support/moderation_fixture.ts";
import { testOverStores } from "./support/over_stores.ts";
import { Peer } from "./support/peer.ts";
import { codeOf } from "./support/requests.ts";
import { registerName } from "./support/register.ts";
import { startServer } from "./support/server.ts";

const room = ROOM;

/** The ids of messages and changes of a page, what it covers, and whether there is more on either side. */
function extent({ messages, changes = [], first, last, more, moreAfter }: HistoryPage): unknown[] {
  const ids = messages.map(({ id }) => id);
  return [ids, changes.map(({ id }) => id), [first, last], [more, moreAfter]];
}

testOverStores(
  "history reads before, after and around an id; a limit counts messages",
  async ({ args }) => {
    await using server = await startServer({ args });
    await using ana = await signIn(server, "Ana");
    assertEquals(extent(await history(ana)), [[], [], [undefined, undefined], [false, false]]);
    for (const text of ["1", "2", "3", "4"]) await say(ana, text);
    await idOf(ana, { type: "edit", about: 1, text: "um" });
    await idOf(ana, { type: "react", about: 4, emoji: "👍" });
    for (const text of ["7", "8"]) await say(ana, text);
    const page = async (fields: Record<string, unknown>) => extent(await history(ana, fields));
    assertEquals(await page({}), [[1, 2, 3, 4, 7, 8], [5, 6], [1, 8], [false, false]]);
    assertEquals(await page({ limit: 2 }), [[7, 8], [], [7, 8], [true, false]]);
    assertEquals(await page({ before: 7, limit: 1 }), [[4], [5, 6], [4, 6], [true, true]]);
    assertEquals(await page({ before: 4, limit: 3 }), [[1, 2, 3], [], [1, 3], [false, true]]);
    assertEquals(await page({ after: 0, limit: 2 }), [[1, 2], [], [1, 2], [false, true]]);
    assertEquals(await page({ after: 3, limit: 2 }), [[4, 7], [5, 6], [4, 7], [true, true]]);
    assertEquals(await page({ after: 7 }), [[8], [], [8, 8], [true, false]]);
    assertEquals(await page({ after: 8 }), [[], [], [undefined, undefined], [true, false]]);
    assertEquals(await page({ around: 3, limit: 2 }), [[2, 3], [], [2, 3], [true, true]]);
    assertEquals(await page({ around: 1, limit: 2 }), [[1, 2], [], [1, 2], [false, true]]);
    const around = await history(ana, { around: 8, limit: 4 });
    assertEquals([around.messages.at(-1)?.id, around.moreAfter], [8, false]);
    // A client without changes gets the messages of these pages.
    await using old = await Peer.json(server, "Velho");
    assertEquals(extent(await history(old, { after: 3, limit: 2 })), [[4, 7], [], [4, 7], [
      true,
      true,
    ]]);
    assertEquals(extent(await history(old, { limit: 2 })), [[7, 8], [], [undefined, undefined], [
      true,
      undefined,
    ]]);
    assertEquals(await codeOf(ana, { type: "history", room, after: 1, before: 3 }), "bad_message");
  },
);

testOverStores("around gives the nearest that are kept where an id is gone", async ({ args }) => {
  const kept = args.length === 0 ? [] : ["--keep-messages", "4"];
  await using server = await startServer({ args: [...args, ...kept] });
  await using ana = await signIn(server, "Ana");
  for (let index = 1; index <= 6; index++) await say(ana, `${index}`);
  const { messages } = await history(ana, { around: 100, limit: 2 });
  assertEquals(messages.at(-1)?.id, 6);
});

testOverStores("a client that resumes gets the changes that it missed, once", async ({ args }) => {
  await using server = await startServer({ args });
  const token = crypto.randomUUID();
  await using ana = await signIn(server, "Ana");
  const bia = await signIn(server, "Bia", { token });
  for (const text of ["um", "dois", "três"]) await say(ana, text);
  await idOf(ana, { type: "edit", about: 1, text: "1" });
  await bia[Symbol.asyncDispose]();
  await ana.skipTo("left");
  await idOf(ana, { type: "edit", about: 1, text: "primeiro" });
  await idOf(ana, { type: "delete", about: 2 });
  await idOf(ana, { type: "react", about: 3, emoji: "👍" });
  await using back = await signIn(server, "Bia", { token, resume: { [room]: 4 } });
  const page = await back.skipTo("history");
  assertEquals(extent(page), [[], [5, 6, 7], [5, 7], [false, false]]);
  assertEquals(page.changes!.map(({ type, about, text }) => [type, about, text]), [
    ["edited", 1, "primeiro"],
    ["deleted", 2, undefined],
    ["reacted", 3, undefined],
  ]);
  // Then what happens is live, without a gap.
  await say(ana, "quatro");
  const { id } = await back.skipTo("message");
  assertEquals(id, 8);
  // Up to date, a resume says so.
  await using third = await signIn(server, "Caio", { resume: { [room]: 8 } });
  assertEquals(extent(await third.skipTo("history")), [[], [], [undefined, undefined], [
    false,
    false,
  ]]);
  // A client without changes resumes from the last message that it saw.
  await using old = await Peer.json(server, "Velho", { resume: { [room]: 3 } });
  const missed = await old.skipTo("history");
  assertEquals([missed.messages.map(({ id }) => id), missed.lost], [[8], undefined]);
});

testOverStores(
  "clients that resume get messages as stored now, with later edits and deletions",
  async ({ args }) => {
    await using server = await startServer({ args });
    await using ana = await signIn(server, "Ana");
    for (const text of ["um", "dois", "três"]) await say(ana, text);
    let count = 0;
    /** Resumes with and without changes; the texts must be those of the store. */
    const resume = async () => {
      const texts: unknown[] = [];
      for (const changes of [true, false, true, false]) {
        const fields = { changes, resume: { [room]: 1 } };
        await using peer = await Peer.json(server, `C${count++}`, fields);
        const { type: _, moreAfter: __, ...missed } = await peer.skipTo("history");
        const { ref: ___, moreAfter: ____, ...stored } = timeless(
          await history(peer, { after: 1 }),
        );
        assertEquals(missed.messages, stored["messages"]);
        if (changes) {
          assertEquals([missed.changes, missed.mine], [stored["changes"], stored["mine"]]);
        }
        texts.push(missed.messages.map(({ id, text }) => `${id} ${text ?? ""}`));
      }
      assertEquals(texts, texts.map(() => texts[0]));
      return texts[0];
    };
    assertEquals(await resume(), ["2 dois", "3 três"]);
    await idOf(ana, { type: "edit", about: 2, text: "2" });
    assertEquals(await resume(), ["2 2", "3 três"]);
    await idOf(ana, { type: "delete", about: 3 });
    assertEquals(await resume(), ["2 2", "3 "]);
    await idOf(ana, { type: "react", about: 2, emoji: "👍" });
    await say(ana, "seis");
    assertEquals(await resume(), ["2 2", "3 ", "7 seis"]);
  },
);

testOverStores(
  "a page ends after 1,000 changes, and clients without changes get beyond them",
  async ({ args }) => {
    await using server = await startServer({ args: [...args, "--keep-messages", "5000"] });
    await using ana = await signIn(server, "Ana");
    await say(ana, "um");
    const reactions = Array.from({ length: 1_100 }, (_, index) => {
      return { type: "react", room, about: 1, emoji: "👍", ...(index % 2 > 0 && { remove: true }) };
    });
    await ana.send(...reactions);
    const last = await idOf(ana, { type: "edit", about: 1, text: "dois" });
    assertEquals(last, 1_102);
    const page = await history(ana);
    assertEquals([page.messages.length, page.changes!.length <= 1_000, page.last, page.more], [
      0,
      true,
      last,
      true,
    ]);
    const ids: number[] = [];
    for (let after = 0, more = true; more;) {
      const { messages, changes, ...rest } = await history(ana, { after });
      ids.push(...messages.map(({ id }) => id), ...changes!.map(({ id }) => id));
      after = rest.last!;
      more = rest.moreAfter!;
    }
    assertEquals(ids.sort((a, b) => a - b), Array.from({ length: 1_102 }, (_, index) => index + 1));
    await using old = await Peer.json(server, "Velho");
    assertEquals((await history(old)).messages.map(({ text }) => text), ["dois"]);
    await using back = await Peer.json(server, "Outro", { resume: { [room]: 0 } });
    assertEquals((await back.skipTo("history")).messages.map(({ text }) => text), ["dois"]);
    const token = crypto.randomUUID();
    await using resumed = await signIn(server, "Bia", { token, resume: { [room]: 1 } });
    const missed: number[] = [];
    for (let more = true; more;) {
      const page = await resumed.skipTo("history");
      missed.push(...page.changes!.map(({ id }) => id));
      more = page.more;
    }
    assertEquals([missed.length, missed.at(-1)], [1_101, last]);
  },
);

testOverStores("an account gets the private changes that it missed", async ({ args }) => {
  await using server = await startServer({ args });
  await using ana = await signIn(server, "Ana");
  const bia = await signIn(server, "Bia");
  await registerName(bia);
  await codeOf(ana, { type: "direct", to: "Bia", text: "um" });
  const { ref } = await bia.skipTo("ping");
  await bia.send({ type: "pong", ref: ref! });
  await codeOf(bia, { type: "list" });
  await bia[Symbol.asyncDispose]();
  await ana.skipTo("left");
  const change = (fields: Record<string, unknown>) =>
    codeOf(ana, { with: "Bia", about: 1, ...fields });
  assertEquals(await change({ type: "edit", text: "1" }), "ack");
  assertEquals(await codeOf(ana, { type: "direct", to: "Bia", text: "dois" }), "ack");
  assertEquals(await change({ type: "react", emoji: "👍" }), "ack");
  await using back = await signIn(server, "Bia", { password: PASSWORD });
  const page = await back.skipTo("history");
  assertEquals([page.with, page.messages.map(({ id }) => id)], ["Ana", [3]]);
  assertEquals(page.changes!.map(({ id, type, about }) => [id, type, about]), [
    [2, "edited", 1],
    [4, "reacted", 1],
  ]);
  const ping = await back.skipTo("ping");
  await back.send({ type: "pong", ref: ping.ref! });
  // What comes now is live, unless the page is still being sent.
  await change({ type: "delete" });
  let deleted: Record<string, unknown> | undefined;
  while (deleted === undefined) {
    const { at: _, changes, ...event } = JSON.parse(await back.next());
    if (event.type === "deleted") deleted = event;
    else if (event.type === "history") [deleted] = changes.map(timeless);
  }
  const expected = { type: "deleted", id: 5, about: 1, from: "Ana" };
  assertEquals(deleted, "with" in deleted ? { ...expected, with: "Ana" } : expected);
});

testOverStores("a page with long names in reactions fits a frame", async ({ args }) => {
  await using server = await startServer({ args: [...args, "--max-frame", "4096"] });
  const peers: Peer[] = [];
  for (let index = 0; index < 12; index++) {
    peers.push(await signIn(server, `${"龍".repeat(30)}${index}`));
  }
  const [first] = peers;
  const text = "\u0001".repeat(300);
  await say(first!, text);
  await say(first!, text, { reply: 1 });
  for (const peer of peers) {
    for (const emoji of ["👍", "🎉", "😀"]) await idOf(peer, { type: "react", about: 2, emoji });
  }
  const frames: string[] = [];
  await first!.send({ type: "history", room, limit: 1, before: 3, ref: "h" });
  for (let frame = ""; !frame.includes('"ref":"h"');) frames.push(frame = await first!.next());
  const answer = JSON.parse(frames.at(-1)!);
  assert(new TextEncoder().encode(frames.at(-1)!).length <= 4_096);
  const [message] = answer.messages;
  assertEquals([message.text, message.reply.id], [text, 1]);
  assertEquals(message.reactions?.map(({ count }: { count: number }) => count) ?? [12, 12, 12], [
    12,
    12,
    12,
  ]);
  for (const peer of peers) await peer[Symbol.asyncDispose]();
});
