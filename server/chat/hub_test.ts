import { assertEquals } from "@std/assert";
import { DEFAULT_LIMITS } from "../../protocol/limits.ts";
import {
  LateStore,
  nextTick,
  TestHub,
  TestMember,
  TEXT_WIRE,
  WaitingStore,
} from "../testing/test_hub.ts";
import { dispatch } from "../session/dispatch.ts";
import { MemoryStore } from "../store/memory/store.ts";
import type { NewMessage } from "../store/store.ts";

Deno.test("Hub gives a name to one person until it is released", async () => {
  await using hub = new TestHub();
  const first = TestMember.in(hub, "Érica");
  assertEquals(new TestMember(hub, "éRICA").enter(), "name_taken");
  hub.rename(first.member, "Outra");
  assertEquals(new TestMember(hub, "éRICA").enter(), undefined);
  hub.rename(first.member, "ÉRICA", 1);
  assertEquals(first.take().at(-1)?.type, "error");
  // One's own name in another case is free.
  hub.rename(first.member, "OUTRA");
  assertEquals(first.take(), [{ type: "renamed", from: "Outra", name: "OUTRA" }]);
  hub.remove(first.member);
  hub.remove(first.member);
  assertEquals([hub.roster.size, new TestMember(hub, "outra").enter()], [1, undefined]);
  await nextTick();
});

Deno.test("Hub refuses names that look like a member's or the server's", async () => {
  await using hub = new TestHub();
  // All Cyrillic.
  const cope = "\u0441\u043e\u0440\u0435";
  const alice = TestMember.in(hub, "Cope");
  assertEquals(new TestMember(hub, cope).enter(), "name_taken");
  assertEquals(new TestMember(hub, "Sistema").enter(), "bad_name");
  const bob = TestMember.in(hub, "Bob");
  alice.take();
  hub.rename(bob.member, cope, 1);
  hub.rename(bob.member, "adm1n", 2);
  const errors = bob.take().map((event) => event.type === "error" && [event.code, event.ref]);
  assertEquals(errors, [["name_taken", 1], ["bad_name", 2]]);
  assertEquals([alice.take(), bob.member.name], [[], "Bob"]);
  // One's own name may look like the one before.
  hub.rename(alice.member, cope);
  assertEquals(alice.member.name, cope);
  hub.rename(alice.member, "Ana");
  hub.rename(bob.member, cope);
  assertEquals(bob.member.name, cope);
  hub.remove(bob.member);
  assertEquals(new TestMember(hub, "Cope").enter(), undefined);
  await nextTick();
});

Deno.test("Hub makes no room that looks like another", async () => {
  await using hub = new TestHub();
  const alice = TestMember.in(hub, "Alice");
  const bob = TestMember.in(hub, "Bob");
  await hub.move(alice.member, "#cope");
  bob.take();
  await hub.move(bob.member, "#\u0441\u043e\u0440\u0435", 1);
  const [error, ...others] = bob.take();
  assertEquals([error?.type === "error" && error.code, others.length], ["bad_room", 0]);
  assertEquals([...bob.member.rooms.keys()], ["#geral"]);
  hub.remove(alice.member);
  await hub.move(bob.member, "#\u0441\u043e\u0440\u0435", 2);
  assertEquals([...bob.member.rooms.keys()], ["#\u0441\u043e\u0440\u0435"]);
  await nextTick();
});

Deno.test("Hub announces joins, leaves and renames once, up to a limit", async () => {
  await using hub = new TestHub({ announceLimit: 3 });
  const alice = TestMember.in(hub, "Alice");
  const bob = TestMember.in(hub, "Bob");
  const text = TestMember.in(hub, "Texto", TEXT_WIRE);
  alice.take();
  await hub.join(alice.member, "#x");
  await hub.join(bob.member, "#x", 7);
  assertEquals(alice.take().filter(({ type }) => type !== "history"), [
    { type: "joined", room: "#x", name: "Alice" },
    { type: "joined", room: "#x", name: "Bob" },
  ]);
  bob.take();
  // In two rooms with her, he is told once.
  hub.rename(alice.member, "Ana");
  assertEquals(bob.take(), [{ type: "renamed", from: "Alice", name: "Ana" }]);
  assertEquals(text.lines(), []);
  const fourth = TestMember.in(hub, "Quarta");
  hub.remove(fourth.member);
  assertEquals(bob.take(), [{ type: "left", room: "#geral", name: "Quarta" }]);
});

Deno.test("Hub keeps the lobby, and other rooms while they have members", async () => {
  await using hub = new TestHub();
  const alice = TestMember.in(hub, "Alice");
  const freeNames = () => [...hub.rooms].map(({ name, members }) => `${name} ${members.size}`);
  await hub.move(alice.member, "#Zebra");
  await hub.join(alice.member, "#abelha");
  assertEquals(freeNames(), ["#geral 0", "#abelha 1", "#Zebra 1"]);
  await hub.join(alice.member, "#ZEBRA");
  assertEquals(freeNames(), ["#geral 0", "#abelha 1", "#Zebra 1"]);
  await hub.move(alice.member, "#zebra");
  assertEquals(freeNames(), ["#geral 0", "#Zebra 1"]);
  hub.remove(alice.member);
  assertEquals(freeNames(), ["#geral 0"]);
});

Deno.test("Hub limits the rooms of a session; a refused move leaves none", async () => {
  await using hub = new TestHub();
  const alice = TestMember.in(hub, "Alice");
  for (let index = 1; index < DEFAULT_LIMITS.rooms; index++) {
    await hub.join(alice.member, `#r${index}`);
  }
  alice.take();
  await hub.join(alice.member, "#mais", 1);
  await hub.move(alice.member, "#mais", 2);
  const errors = alice.take().map((event) => event.type === "error" && [event.code, event.ref]);
  assertEquals(errors, [["too_many", 1], ["too_many", 2]]);
  assertEquals([alice.member.rooms.size, hub.rooms.size], [
    DEFAULT_LIMITS.rooms,
    DEFAULT_LIMITS.rooms,
  ]);
});

Deno.test("a message is stored, then delivered in order, then acknowledged", async () => {
  const stored = Promise.withResolvers<void>();
  const batches: (readonly NewMessage[])[] = [];
  class SlowStore extends MemoryStore {
    override async append(messages: readonly NewMessage[]) {
      batches.push(messages);
      await stored.promise;
      return super.append(messages);
    }
  }
  await using hub = new TestHub({ store: new SlowStore() });
  const alice = TestMember.in(hub, "Alice");
  const bob = TestMember.in(hub, "Bob");
  alice.take();
  hub.say(alice.member, "#geral", { text: "um", ref: "r" });
  hub.say(bob.member, "#geral", { text: "dois" });
  await nextTick();
  assertEquals([batches.map(({ length }) => length), alice.take(), bob.take()], [[2], [], []]);
  stored.resolve();
  await hub.pipeline.settled();
  await nextTick();
  const told = (person: TestMember) =>
    person.take().map((event) => event.type === "message" ? [event.id, event.text] : event.type);
  assertEquals(told(alice), [[1, "um"], [2, "dois"], "ack"]);
  assertEquals(told(bob), [[1, "um"], [2, "dois"]]);
});

Deno.test("Hub says goodbye after everything was stored and delivered", async () => {
  const store = new LateStore();
  await using hub = new TestHub({ store });
  const alice = TestMember.in(hub, "Alice");
  const bob = TestMember.in(hub, "Bob");
  alice.take();
  hub.say(alice.member, "#geral", { text: "um", ref: 1 });
  const closed = hub.close(new AbortController().signal);
  await nextTick();
  assertEquals([alice.closeReason, bob.closeReason, bob.take()], [undefined, undefined, []]);
  await store.goOn();
  await closed;
  assertEquals(alice.take().map(({ type }) => type), ["message", "ack"]);
  // That the others go is told to nobody.
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
    override append(messages: readonly NewMessage[]) {
      return this.fails ? Promise.reject(new Error("disk full")) : super.append(messages);
    }
  }
  const store = new FailingStore();
  const errors: unknown[] = [];
  await using hub = new TestHub({ store, onStoreError: (error) => errors.push(error) });
  const alice = TestMember.in(hub, "Alice");
  const bob = TestMember.in(hub, "Bob");
  alice.take();
  hub.say(alice.member, "#geral", { text: "um", ref: 1, nonce: "n" });
  await nextTick();
  const [refused] = alice.take();
  assertEquals(refused?.type === "error" && [refused.code, refused.ref], ["not_stored", 1]);
  assertEquals([bob.take(), errors.length], [[], 1]);
  store.fails = false;
  hub.say(alice.member, "#geral", { text: "um", ref: 2, nonce: "n" });
  await nextTick();
  assertEquals(bob.take().map((event) => event.type === "message" && event.id), [1]);
});

Deno.test("a session with the same token replaces the earlier one", async () => {
  await using hub = new TestHub();
  const alice = TestMember.in(hub, "Alice");
  const bob = TestMember.in(hub, "Bob");
  alice.take();
  const again = new TestMember(hub, "BOB", undefined, { identity: "Bob" });
  assertEquals([again.enter(), bob.closeReason, hub.roster.size], [undefined, "replaced", 2]);
  assertEquals(alice.take(), [
    { type: "left", room: "#geral", name: "Bob" },
    { type: "joined", room: "#geral", name: "BOB" },
  ]);
  // The one that was replaced is gone; that it ends again takes nobody's place.
  hub.remove(bob.member);
  assertEquals(hub.roster.size, 2);
});

Deno.test("a direct message reaches all sessions of both except its sender", async () => {
  await using hub = new TestHub();
  const alice = TestMember.in(hub, "Alice");
  const bob = TestMember.in(hub, "Bob");
  const phone = new TestMember(hub, "BobFone", undefined, { identity: "Bob" });
  const carol = TestMember.in(hub, "Carol");
  phone.enter();
  for (const person of [alice, bob, phone, carol]) person.take();
  hub.direct(bob.member, alice.member, { text: "oi", ref: 1 });
  await nextTick();
  const types = [alice, bob, phone, carol].map((person) => person.take().map(({ type }) => type));
  assertEquals(types, [["direct"], ["ack"], ["direct"], []]);
  hub.direct(carol.member, carol.member, { text: "para mim" });
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
  for (const person of [...sessions, bob]) person.take();
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
  // Only one of them is read, and what another asks for is read beside it.
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

/** A store that has been asked for the last id of a room, and answers later. */
class PastStore extends MemoryStore {
  readonly asked: PromiseWithResolvers<void> = Promise.withResolvers();
  readonly answered: PromiseWithResolvers<void> = Promise.withResolvers();
  reads = 0;

  override async last(conversation: string) {
    const last = await super.last(conversation);
    this.asked.resolve();
    await this.answered.promise;
    return last;
  }

  override read(...args: Parameters<MemoryStore["read"]>) {
    this.reads++;
    return super.read(...args);
  }
}

Deno.test("creating a room without a past reads nothing from the store", async () => {
  const store = new PastStore();
  await using hub = new TestHub({ store });
  const alice = TestMember.in(hub, "Alice");
  await nextTick();
  store.reads = 0;
  alice.take();
  store.answered.resolve();
  await dispatch(hub, alice.member, { type: "join", room: "#nova" });
  dispatch(hub, alice.member, { type: "say", room: "#nova", text: "oi" });
  await nextTick();
  const types = alice.take().map(({ type }) => type);
  assertEquals([types, store.reads], [["joined", "history", "message"], 0]);
});

Deno.test("the creator of a room gets messages of a creator who just left it", async () => {
  const store = new PastStore();
  await using hub = new TestHub({ store });
  const alice = TestMember.in(hub, "Alice");
  const bob = TestMember.in(hub, "Bob");
  await nextTick();
  alice.take();
  const joined = dispatch(hub, alice.member, { type: "join", room: "#nova" });
  await store.asked.promise;
  // A client that comes back asks for what it missed, and waits for nothing.
  dispatch(hub, bob.member, { type: "join", room: "#nova", after: 0 });
  dispatch(hub, bob.member, { type: "say", room: "#nova", text: "oi" });
  await nextTick();
  dispatch(hub, bob.member, { type: "leave", room: "#nova" });
  store.answered.resolve();
  await joined;
  await nextTick();
  const history = alice.take().find(({ type }) => type === "history");
  assertEquals(history?.type === "history" && history.messages.map(({ text }) => text), ["oi"]);
});
