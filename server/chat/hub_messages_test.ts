import { assertEquals } from "@std/assert";
import { dispatch } from "../session/dispatch.ts";
import { MemoryStore } from "../store/memory/store.ts";
import type { NewEntry } from "../store/entry.ts";
import { LateStore, nextTick, TestHub, TestMember, WaitingStore } from "../testing/test_hub.ts";

Deno.test("a message is stored, then delivered in order, then acknowledged", async () => {
  const stored = Promise.withResolvers<void>();
  const batches: (readonly NewEntry[])[] = [];
  class SlowStore extends MemoryStore {
    override async append(entries: readonly NewEntry[]) {
      batches.push(entries);
      await stored.promise;
      return super.append(entries);
    }
  }
  await using hub = new TestHub({ store: new SlowStore() });
  const alice = TestMember.in(hub, "Alice");
  const bob = TestMember.in(hub, "Bob");
  alice.take();
  hub.sender.say(alice.member, "#geral", { text: "um", ref: "r" });
  hub.sender.say(bob.member, "#geral", { text: "dois" });
  await nextTick();
  assertEquals([batches.map(({ length }) => length), alice.take(), bob.take()], [[2], [], []]);
  stored.resolve();
  await hub.pipeline.settled();
  await nextTick();
  const told = (member: TestMember) =>
    member.take().map((event) => event.type === "message" ? [event.id, event.text] : event.type);
  assertEquals(told(alice), [[1, "um"], [2, "dois"], "ack"]);
  assertEquals(told(bob), [[1, "um"], [2, "dois"]]);
});

Deno.test("Hub says goodbye after everything was stored and delivered", async () => {
  const store = new LateStore();
  await using hub = new TestHub({ store });
  const alice = TestMember.in(hub, "Alice");
  const bob = TestMember.in(hub, "Bob");
  alice.take();
  hub.sender.say(alice.member, "#geral", { text: "um", ref: 1 });
  const closed = hub.close(new AbortController().signal);
  await nextTick();
  assertEquals([alice.closeReason, bob.closeReason, bob.take()], [undefined, undefined, []]);
  await store.goOn();
  await closed;
  assertEquals(alice.take().map(({ type }) => type), ["message", "ack"]);
  // The leaving of the others is not announced.
  assertEquals(bob.take().map(({ type }) => type), ["message"]);
  assertEquals([alice.closeReason, bob.closeReason, hub.roster.size], [
    "shutting_down",
    "shutting_down",
    0,
  ]);
});

Deno.test("only the sender hears of a message the store refuses", async () => {
  class FailingStore extends MemoryStore {
    fails = true;
    override append(entries: readonly NewEntry[]) {
      return this.fails ? Promise.reject(new Error("disk full")) : super.append(entries);
    }
  }
  const store = new FailingStore();
  const errors: unknown[] = [];
  await using hub = new TestHub({
    store,
    observer: { onStoreFailed: (error) => errors.push(error) },
  });
  const alice = TestMember.in(hub, "Alice");
  const bob = TestMember.in(hub, "Bob");
  alice.take();
  hub.sender.say(alice.member, "#geral", { text: "um", ref: 1, nonce: "n" });
  await nextTick();
  const [refused] = alice.take();
  assertEquals(refused?.type === "error" && [refused.code, refused.ref], ["not_stored", 1]);
  assertEquals([bob.take(), errors.length], [[], 1]);
  store.fails = false;
  hub.sender.say(alice.member, "#geral", { text: "um", ref: 2, nonce: "n" });
  await nextTick();
  assertEquals(bob.take().map((event) => event.type === "message" && event.id), [1]);
});

Deno.test("a direct message reaches all sessions of both except its sender", async () => {
  await using hub = new TestHub();
  const alice = TestMember.in(hub, "Alice");
  const bob = TestMember.in(hub, "Bob");
  const phone = new TestMember(hub, "BobFone", undefined, { identity: "Bob" });
  const carol = TestMember.in(hub, "Carol");
  phone.enter();
  for (const member of [alice, bob, phone, carol]) member.take();
  hub.sender.direct(bob.member, alice.member, { text: "oi", ref: 1 });
  await nextTick();
  const types = [alice, bob, phone, carol].map((member) => member.take().map(({ type }) => type));
  assertEquals(types, [["direct"], ["ack"], ["direct"], []]);
  hub.sender.direct(carol.member, carol.member, { text: "para mim" });
  await nextTick();
  assertEquals(carol.take().map(({ type }) => type), ["direct"]);
});

Deno.test("answers and errors carry the ref of their request", async () => {
  await using hub = new TestHub();
  const alice = TestMember.in(hub, "Alice");
  const ask = async (command: Parameters<typeof dispatch>[2]) => {
    await dispatch(hub, alice.member, { ...command, ref: "r" });
    await nextTick();
    return alice.take().map((event) =>
      `${event.type === "error" ? event.code : event.type} ${"ref" in event ? event.ref : ""}`
    );
  };
  assertEquals(await ask({ type: "list" }), ["rooms r"]);
  assertEquals(await ask({ type: "who", room: "#geral" }), ["members r"]);
  assertEquals(await ask({ type: "who", room: "#nada" }), ["no_such_room r"]);
  assertEquals(await ask({ type: "join", room: "#x" }), ["joined r", "history "]);
  assertEquals(await ask({ type: "leave", room: "#x" }), ["left r"]);
  assertEquals(await ask({ type: "leave", room: "#x" }), ["not_in_room r"]);
  assertEquals(await ask({ type: "say", room: "#x", text: "a" }), ["not_in_room r"]);
  assertEquals(await ask({ type: "say", room: "#geral", text: "a" }), ["message ", "ack r"]);
  assertEquals(await ask({ type: "direct", to: "Bob", text: "a" }), ["no_such_user r"]);
  assertEquals(await ask({ type: "history", room: "#geral" }), ["history r"]);
  assertEquals(await ask({ type: "history", with: "Bob" }), ["no_such_user r"]);
  assertEquals(await ask({ type: "search", terms: "a" }), ["found r"]);
  assertEquals(await ask({ type: "search", terms: "a", room: "#x" }), ["not_in_room r"]);
  assertEquals(await ask({ type: "rename", name: "Ana" }), ["renamed r"]);
  assertEquals(await ask({ type: "register", password: "curta" }), ["bad_password r"]);
  assertEquals(await ask({ type: "passwd", password: "a", new: "b" }), ["not_logged_in r"]);
  assertEquals(await ask({ type: "logout" }), ["not_logged_in r"]);
  assertEquals(await ask({ type: "hello", name: "B", version: 1 }), ["hello_required r"]);
  assertEquals(await ask({ type: "ping" }), ["pong r"]);
  assertEquals(await ask({ type: "pong" }), []);
  assertEquals(await ask({ type: "quit" }), []);
  assertEquals(alice.closeReason, "quit");
});

Deno.test("a search that ran out of time says that it is partial", async () => {
  await using hub = new TestHub({ store: new MemoryStore({ searchTime: 0 }) });
  const alice = TestMember.in(hub, "Alice");
  const found = async () => {
    await dispatch(hub, alice.member, { type: "search", terms: "oi" });
    for (;;) {
      const event = alice.take().find(({ type }) => type === "found");
      if (event?.type === "found") return [event.messages.length, event.partial];
      await nextTick();
    }
  };
  dispatch(hub, alice.member, { type: "say", room: "#geral", text: "oi" });
  assertEquals(await found(), [1, undefined]);
  dispatch(hub, alice.member, { type: "say", room: "#geral", text: "oi" });
  assertEquals(await found(), [1, true]);
});

Deno.test("a sixth request of one identity is refused with its ref", async () => {
  const store = new WaitingStore();
  await using hub = new TestHub({ store });
  const sessions = Array.from({ length: 6 }, (_, index) => {
    const session = new TestMember(hub, `Ana${index}`, undefined, { identity: "ana" });
    session.enter();
    return session;
  });
  const bob = TestMember.in(hub, "Bob");
  for (const member of [...sessions, bob]) member.take();
  store.isWaiting = true;
  const ask = ({ member }: TestMember) =>
    dispatch(hub, member, { type: "history", room: "#geral", ref: 7 });
  for (const session of sessions) ask(session);
  await nextTick();
  const answers = () =>
    sessions.map((session) =>
      session.take().map((event) =>
        event.type === "error" ? `${event.code} ${event.ref}` : event.type
      )
    );
  assertEquals(answers(), [[], [], [], [], [], ["busy 7"]]);
  // Only one of them runs, beside a request of another member.
  ask(bob);
  await nextTick();
  await store.goOn();
  assertEquals(bob.take().map(({ type }) => type), ["history"]);
  for (let read = 0; read < 5; read++) await store.goOn();
  assertEquals(answers(), [...Array.from({ length: 5 }, () => ["history"]), []]);
});

Deno.test("messages do not wait for a member's search, requests do", async () => {
  const searching = Promise.withResolvers<void>();
  class SlowStore extends MemoryStore {
    override async search(...args: Parameters<MemoryStore["search"]>) {
      await searching.promise;
      return await super.search(...args);
    }
  }
  await using hub = new TestHub({ store: new SlowStore() });
  const alice = TestMember.in(hub, "Alice");
  assertEquals(dispatch(hub, alice.member, { type: "search", terms: "a", ref: 1 }), undefined);
  dispatch(hub, alice.member, { type: "say", room: "#geral", text: "oi", ref: 2 });
  let isTaken = false;
  const taken = Promise.resolve(dispatch(hub, alice.member, { type: "list", ref: 3 }))
    .then(() => isTaken = true);
  await nextTick();
  const types = () => alice.take().map(({ type }) => type);
  assertEquals([isTaken, types()], [false, ["message", "ack"]]);
  searching.resolve();
  await taken;
  assertEquals(types(), ["found", "rooms"]);
  await nextTick();
});
