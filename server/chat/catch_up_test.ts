import { waitUntil } from "../../tests/support/wait_until.ts";
import { assertEquals } from "@std/assert";
import { DEFAULT_LIMITS } from "../../protocol/limits.ts";
import type { ServerMessage } from "../../protocol/messages/server_messages.ts";
import { MemoryStore } from "../store/memory/store.ts";
import { LateStore, nextTick, TestHub, TestMember, WaitingStore } from "../testing/test_hub.ts";

/** Sends numbered texts. */
function say(person: TestMember, hub: TestHub, from: number, to: number): void {
  for (let id = from; id <= to; id++) hub.sender.say(person.member, "#geral", { text: `${id}` });
}

/** Ids of received messages in order, from `history` and by themselves. */
function ids(events: readonly ServerMessage[]): number[] {
  return events.flatMap((event) =>
    event.type === "message"
      ? [event.id]
      : event.type === "history"
      ? event.messages.map(({ id }) => id)
      : []
  );
}

function range(from: number, to: number): number[] {
  return Array.from({ length: to - from + 1 }, (_, index) => from + index);
}

Deno.test("what is said during the read arrives once and in order", async () => {
  const store = new WaitingStore();
  await using hub = new TestHub({ store });
  const alice = TestMember.in(hub, "Alice");
  say(alice, hub, 1, 10);
  await nextTick();
  store.isWaiting = true;
  const bob = new TestMember(hub, "Bob");
  bob.enter({ resume: { "#geral": 4 } });
  await nextTick();
  say(alice, hub, 11, 12);
  await nextTick();
  // New messages come after the missed ones.
  assertEquals(ids(bob.take()), []);
  await store.goOn();
  assertEquals(ids(bob.take()), range(5, 10));
  say(alice, hub, 13, 13);
  await nextTick();
  await store.goOn();
  assertEquals(ids(bob.take()), [11, 12]);
  await store.goOn();
  say(alice, hub, 14, 14);
  await nextTick();
  assertEquals(ids(bob.take()), [13, 14]);
});

Deno.test("a message read before its delivery does not come twice", async () => {
  const store = new LateStore();
  await using hub = new TestHub({ store });
  const alice = TestMember.in(hub, "Alice");
  say(alice, hub, 1, 3);
  await nextTick();
  const bob = new TestMember(hub, "Bob");
  bob.enter({ resume: { "#geral": 1 } });
  await nextTick();
  assertEquals(ids(bob.take()), [2, 3]);
  say(alice, hub, 4, 4);
  await store.goOn();
  await store.goOn();
  assertEquals(ids(bob.take()), [4]);
  assertEquals(ids(alice.take()), [1, 2, 3, 4]);
});

Deno.test("missed messages come in pages, each after the last was written", async () => {
  await using hub = new TestHub();
  const alice = TestMember.in(hub, "Alice");
  say(alice, hub, 1, 450);
  await nextTick();
  const bob = new TestMember(hub, "Bob");
  const written: (() => void)[] = [];
  bob.onFlush = () => new Promise((resolve) => written.push(resolve));
  bob.enter({ resume: { "#geral": 0 } });
  const pages: unknown[] = [];
  for (let page = 0; page < 3; page++) {
    await nextTick();
    const histories = bob.take().filter((event) => event.type === "history");
    pages.push(histories.map(({ messages, more }) => [messages.length, more]));
    if (page === 1) say(alice, hub, 451, 460);
    written.shift()?.();
  }
  assertEquals(pages, [[[200, true]], [[200, true]], [[60, false]]]);
  say(alice, hub, 461, 461);
  await nextTick();
  assertEquals(ids(bob.take()), [461]);
});

Deno.test("each page of missed messages fits a frame", async () => {
  const limits = { ...DEFAULT_LIMITS, frame: 4_096 };
  await using hub = new TestHub({ limits });
  const alice = TestMember.in(hub, "Alice");
  for (let count = 0; count < 30; count++) {
    hub.sender.say(alice.member, "#geral", { text: "é".repeat(300) });
  }
  await nextTick();
  const bob = new TestMember(hub, "Bob");
  bob.enter({ resume: { "#geral": 0 } });
  const lines: string[] = [];
  // The pages are made in slices of time, so that they may take several turns.
  await waitUntil(() => {
    lines.push(...bob.lines());
    return lines.at(-1)?.includes('"more":false');
  }, "the last page");
  for (const line of lines) assertEquals(new TextEncoder().encode(line).length <= 4_096, true);
  const events = lines.map((line): ServerMessage => JSON.parse(line));
  const histories = events.filter((event) => event.type === "history");
  assertEquals(histories.map(({ more }) => more), [...histories.slice(1).map(() => true), false]);
  assertEquals(ids(events), range(1, 30));
});

Deno.test("catching up reports expired messages as lost and sends the rest", async () => {
  await using hub = new TestHub({ store: new MemoryStore({ keepMessages: 5 }) });
  const alice = TestMember.in(hub, "Alice");
  say(alice, hub, 1, 20);
  await nextTick();
  for (
    const [after, lost, first] of [[3, 16, 16], [15, undefined, 16], [19, undefined, 20]] as const
  ) {
    const bob = new TestMember(hub, `Bob${after}`);
    bob.enter({ resume: { "#geral": after } });
    await nextTick();
    const [history] = bob.take().filter((event) => event.type === "history");
    assertEquals([history?.lost, history?.messages[0]?.id], [lost, first], `${after}`);
  }
});

Deno.test("an id that the room never had belongs to an earlier room", async () => {
  await using hub = new TestHub();
  const alice = TestMember.in(hub, "Alice");
  say(alice, hub, 1, 2);
  await nextTick();
  const bob = new TestMember(hub, "Bob");
  bob.enter({ resume: { "#geral": 7, "#vazia": 3 } });
  await nextTick();
  const histories = bob.take().filter((event) => event.type === "history");
  const shown = histories.map((history) => [history.room, history.lost, ids([history])]);
  assertEquals(shown, [["#geral", 1, [1, 2]], ["#vazia", 1, []]]);
  hub.sender.say(bob.member, "#vazia", { text: "primeira" });
  await nextTick();
  assertEquals(ids(bob.take()), [1]);
});

Deno.test("a member who leaves during the read gets none of the messages", async () => {
  const store = new WaitingStore();
  await using hub = new TestHub({ store });
  const alice = TestMember.in(hub, "Alice");
  const bob = TestMember.in(hub, "Bob");
  await hub.join(alice.member, "#x");
  hub.sender.say(alice.member, "#x", { text: "um" });
  await nextTick();
  store.isWaiting = true;
  hub.join(bob.member, "#x");
  hub.rooms.leave(bob.member, "#x");
  bob.take();
  await nextTick();
  await store.goOn();
  hub.sender.say(alice.member, "#x", { text: "dois" });
  await nextTick();
  assertEquals(bob.take(), []);
});

Deno.test("a member who rejoins during the read gets the messages once", async () => {
  const store = new WaitingStore();
  await using hub = new TestHub({ store });
  const alice = TestMember.in(hub, "Alice");
  const bob = TestMember.in(hub, "Bob");
  await hub.join(alice.member, "#x");
  hub.sender.say(alice.member, "#x", { text: "um" });
  await nextTick();
  store.isWaiting = true;
  hub.join(bob.member, "#x");
  await nextTick();
  hub.rooms.leave(bob.member, "#x");
  hub.join(bob.member, "#x");
  bob.take();
  await nextTick();
  await store.goOn();
  hub.sender.say(alice.member, "#x", { text: "dois" });
  await nextTick();
  // The read for the first join, and a page before and after the second message.
  for (let read = 0; read < 3; read++) await store.goOn();
  assertEquals(ids(bob.take()), [1, 2]);
});

Deno.test("a member who cannot be brought up to date must reconnect", async () => {
  const errors: unknown[] = [];
  const store = new MemoryStore();
  store.read = () => Promise.reject(new Error("disk"));
  await using hub = new TestHub({
    store,
    observer: { onStoreFailed: (error) => errors.push(error) },
  });
  const bob = new TestMember(hub, "Bob");
  bob.enter({ resume: { "#geral": 0 } });
  await nextTick();
  assertEquals([bob.closeReason, errors.length, hub.roster.size], ["busy", 1, 0]);
});
