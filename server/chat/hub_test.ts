import { assertEquals } from "@std/assert";
import { DEFAULT_LIMITS } from "../../protocol/limits.ts";
import { dispatch } from "../session/dispatch.ts";
import { MemoryStore } from "../store/memory/store.ts";
import { nextTick, TestHub, TestMember, TEXT_WIRE } from "../testing/test_hub.ts";

Deno.test("Hub gives a name to one person until it is released", async () => {
  await using hub = new TestHub();
  const first = TestMember.in(hub, "Érica");
  assertEquals(new TestMember(hub, "éRICA").enter(), "name_taken");
  hub.identities.rename(first.member, "Outra");
  assertEquals(new TestMember(hub, "éRICA").enter(), undefined);
  hub.identities.rename(first.member, "ÉRICA", 1);
  assertEquals(first.take().at(-1)?.type, "error");
  // A member may change the case of their own name.
  hub.identities.rename(first.member, "OUTRA");
  assertEquals(first.take(), [{ type: "renamed", from: "Outra", name: "OUTRA" }]);
  hub.remove(first.member);
  hub.remove(first.member);
  assertEquals([hub.roster.size, new TestMember(hub, "outra").enter()], [1, undefined]);
  await nextTick();
});

Deno.test("Hub refuses names that look like a member's or the server's", async () => {
  await using hub = new TestHub();
  // All letters are Cyrillic.
  const cope = "\u0441\u043e\u0440\u0435";
  const alice = TestMember.in(hub, "Cope");
  assertEquals(new TestMember(hub, cope).enter(), "name_taken");
  assertEquals(new TestMember(hub, "Sistema").enter(), "bad_name");
  const bob = TestMember.in(hub, "Bob");
  alice.take();
  hub.identities.rename(bob.member, cope, 1);
  hub.identities.rename(bob.member, "adm1n", 2);
  const errors = bob.take().map((event) => event.type === "error" && [event.code, event.ref]);
  assertEquals(errors, [["name_taken", 1], ["bad_name", 2]]);
  assertEquals([alice.take(), bob.member.name], [[], "Bob"]);
  // A member's new name may look like their old one.
  hub.identities.rename(alice.member, cope);
  assertEquals(alice.member.name, cope);
  hub.identities.rename(alice.member, "Ana");
  hub.identities.rename(bob.member, cope);
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
  // Bob shares two rooms with her and is told once.
  hub.identities.rename(alice.member, "Ana");
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
  // The replaced session is gone, and ending it again has no effect.
  hub.remove(bob.member);
  assertEquals(hub.roster.size, 2);
});

/** Store that answers the request for a room's last id later. */
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
  // A resuming client does not wait for this.
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
