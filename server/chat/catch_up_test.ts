import { waitUntil } from "../../tests/support/wait_until.ts";
import { assertEquals } from "@std/assert";
import type { RequestedChange } from "../../protocol/messages/requested_change.ts";
import { DEFAULT_LIMITS } from "../../protocol/limits.ts";
import type { ServerMessage } from "../../protocol/messages/server_messages.ts";
import { MemoryStore } from "../store/memory/store.ts";
import type { EntryPage, EntryRange } from "../store/store.ts";
import { LocalBus } from "../bus/local_bus.ts";
import {
  JSON_WIRE,
  LateStore,
  nextTick,
  TestHub,
  TestMember,
  WaitingStore,
} from "../testing/test_hub.ts";

/** Sends numbered texts. */
function say(sender: TestMember, hub: TestHub, from: number, to: number): void {
  for (let id = from; id <= to; id++) hub.sender.say(sender.member, "#geral", { text: `${id}` });
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

/** Store that counts its reads. */
class CountingStore extends MemoryStore {
  reads = 0;

  override read(conversation: string, range: EntryRange): Promise<EntryPage> {
    this.reads++;
    return super.read(conversation, range);
  }
}

Deno.test("what many members missed is read from the store once", async () => {
  const store = new CountingStore();
  await using hub = new TestHub({ store });
  const alice = TestMember.in(hub, "Alice");
  say(alice, hub, 1, 9);
  await nextTick();
  const resume = { "#geral": 4 };
  for (let nth = 0; nth < 50; nth++) {
    const bob = new TestMember(hub, `Bob${nth}`);
    bob.enter({ resume });
    // Only the first waits for the store.
    if (nth === 0) await nextTick();
    assertEquals(ids(bob.take()), range(5, 9));
  }
  assertEquals(store.reads, 1);
  // Others get another page.
  const carol = new TestMember(hub, "Carol", JSON_WIRE.withChanges);
  carol.enter({ resume });
  await nextTick();
  assertEquals([ids(carol.take()), store.reads], [range(5, 9), 2]);
});

Deno.test("a page that was sent is not sent again after a message, an edit or a deletion", async () => {
  await using hub = new TestHub();
  const alice = TestMember.in(hub, "Alice");
  say(alice, hub, 1, 3);
  await nextTick();
  const bob = async (name: string) => {
    const member = new TestMember(hub, name);
    member.enter({ resume: { "#geral": 1 } });
    await nextTick();
    const [history] = member.take().filter((event) => event.type === "history");
    return history!.messages.map(({ id, text }) => `${id} ${text}`);
  };
  assertEquals(await bob("Bob1"), ["2 2", "3 3"]);
  say(alice, hub, 4, 4);
  await nextTick();
  assertEquals(await bob("Bob2"), ["2 2", "3 3", "4 4"]);
  const change = (change: RequestedChange) =>
    hub.sender.changeInRoom(alice.member, "#geral", { ...change, room: "#geral" });
  change({ type: "edit", about: 2, text: "dois" });
  await nextTick();
  assertEquals(await bob("Bob3"), ["2 dois", "3 3", "4 4"]);
  change({ type: "delete", about: 3 });
  await nextTick();
  assertEquals(await bob("Bob4"), ["2 dois", "3 ", "4 4"]);
});

Deno.test("a page with reactions is not sent to another user, whose own reactions differ", async () => {
  await using hub = new TestHub();
  const alice = TestMember.in(hub, "Alice", JSON_WIRE.withChanges);
  say(alice, hub, 1, 2);
  const reaction = { type: "react", room: "#geral", about: 2, emoji: "👍" } as const;
  hub.sender.changeInRoom(alice.member, "#geral", reaction);
  await nextTick();
  for (const [name, mine] of [["Alice", { 2: ["👍"] }], ["Bob", {}]] as const) {
    const member = new TestMember(hub, `${name} 2`, JSON_WIRE.withChanges, { identity: name });
    member.enter({ resume: { "#geral": 1 } });
    await nextTick();
    const [history] = member.take().filter((event) => event.type === "history");
    assertEquals([history?.messages.length, history?.mine], [1, mine]);
  }
});

Deno.test("a member whose queue is long gets one page at a time, after it has read", async () => {
  await using hub = new TestHub();
  const alice = TestMember.in(hub, "Alice");
  await hub.join(alice.member, "#x");
  for (const room of ["#geral", "#x"]) hub.sender.say(alice.member, room, { text: "um" });
  await nextTick();
  const enter = (name: string, size: number) => {
    const member = new TestMember(hub, name);
    member.size = size;
    member.enter({ resume: { "#geral": 0, "#x": 0 } });
    return member;
  };
  const first = enter("Bob", 0);
  await nextTick();
  assertEquals(ids(first.take()), [1, 1]);
  const read = Promise.withResolvers<void>();
  const slow = enter("Carol", 100_000);
  slow.onFlush = () => read.promise;
  await nextTick();
  assertEquals(ids(slow.take()), [1]);
  read.resolve();
  await nextTick();
  assertEquals(ids(slow.take()), [1]);
});

Deno.test("on several nodes a page is sent only if no other node stored more", async () => {
  class SharedBus extends LocalBus {
    override readonly isLocal = false;
  }
  const store = new CountingStore();
  await using hub = new TestHub({ store, bus: new SharedBus() });
  const alice = TestMember.in(hub, "Alice");
  say(alice, hub, 1, 3);
  await nextTick();
  const missed = async (name: string) => {
    const member = new TestMember(hub, name);
    member.enter({ resume: { "#geral": 2 } });
    await nextTick();
    return ids(member.take());
  };
  assertEquals([await missed("Bob"), await missed("Carol"), store.reads], [[3], [3], 1]);
  // Another node stores a message that has not arrived here.
  const entry = {
    conversation: "#geral",
    to: "#geral",
    from: "Eva",
    text: "4",
    at: 1,
    person: "e",
  };
  await store.append([entry]);
  assertEquals([await missed("Davi"), store.reads], [[3, 4], 2]);
});
