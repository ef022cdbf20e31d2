import { assertEquals } from "@std/assert";
import { dispatch } from "../../session/dispatch.ts";
import { MemoryRules } from "../../store/memory/rules.ts";
import { MemoryStore } from "../../store/memory/store.ts";
import { ask, named } from "../../testing/moderation_fixture.ts";
import { rule } from "../../testing/rule_contract.ts";
import { nextTick, TestHub, TestMember, WaitingStore } from "../../testing/test_hub.ts";
import { operatorRule } from "./operator_rule.ts";

const room = "#a";

/** Rules whose changes fail while the test wants it. */
class FailingRules extends MemoryRules {
  isFailing = false;

  override changeRules(...args: Parameters<MemoryRules["changeRules"]>): Promise<boolean> {
    return this.isFailing ? Promise.reject(new Error("disk full")) : super.changeRules(...args);
  }
}

/** Rules whose changes wait until the test releases them. */
class WaitingRules extends MemoryRules {
  isWaiting = false;
  #waiting: (() => void)[] = [];

  override async changeRules(...args: Parameters<MemoryRules["changeRules"]>): Promise<boolean> {
    if (this.isWaiting) await new Promise<void>((resolve) => this.#waiting.push(resolve));
    return await super.changeRules(...args);
  }

  async goOn(): Promise<void> {
    this.isWaiting = false;
    for (const resolve of this.#waiting.splice(0)) resolve();
    await nextTick();
  }
}

Deno.test("Moderation changes nothing that is not stored", async () => {
  const rules = new FailingRules();
  const store = Object.assign(new MemoryStore(), { rules });
  const errors: unknown[] = [];
  await using hub = new TestHub({
    store,
    observer: { onStoreFailed: (error) => errors.push(error) },
  });
  const ana = named(hub, "Ana");
  const bob = TestMember.in(hub, "Bob");
  for (const person of [ana, bob]) await ask(hub, person, { type: "join", room });
  ana.lines();
  rules.isFailing = true;
  assertEquals(await ask(hub, ana, { type: "ban", room, name: "Bob" }), ["busy"]);
  assertEquals(await ask(hub, ana, { type: "topic", room, text: "x" }), ["busy"]);
  assertEquals(bob.lines(), []);
  assertEquals(bob.member.rooms.has(room), true);
  // A claim that could not be stored is withdrawn.
  assertEquals(await ask(hub, ana, { type: "join", room: "#b" }), ["joined", "history"]);
  rules.isFailing = false;
  assertEquals(await ask(hub, ana, { type: "topic", room: "#b", text: "x" }), ["forbidden"]);
  assertEquals(errors.length, 3);
  assertEquals(await ask(hub, ana, { type: "ban", room, name: "Bob" }), ["banned", "left"]);
});

Deno.test("an account owns up to 100 rooms, a room has up to 1,000 rules of a kind", async () => {
  const owned = Array.from(
    { length: 100 },
    (_, index) =>
      rule({ kind: "owner", room: `#${index}`, text: `#${index}`, identities: ["account:Ana"] }),
  );
  const bans = Array.from(
    { length: 1_000 },
    (_, index) => rule({ kind: "ban", room: "#1", subject: `p${index}`, name: `p${index}` }),
  );
  await using hub = new TestHub({ rules: [...owned, ...bans] });
  const ana = named(hub, "Ana");
  assertEquals(await ask(hub, ana, { type: "join", room: "#nova" }), ["too_many"]);
  assertEquals(await ask(hub, ana, { type: "join", room: "#1" }), ["joined", "history"]);
  assertEquals(await ask(hub, ana, { type: "ban", room: "#1", name: "Zeca" }), ["too_many"]);
  // A rule may replace another or one that was revoked.
  assertEquals(await ask(hub, ana, { type: "ban", room: "#1", name: "p7" }), ["banned"]);
  assertEquals(await ask(hub, ana, { type: "unban", room: "#1", name: "p8" }), ["unbanned"]);
  assertEquals(await ask(hub, ana, { type: "ban", room: "#1", name: "Zeca" }), ["banned"]);
  assertEquals(await ask(hub, ana, { type: "deop", room: "#1", name: "Ana" }), ["deopped"]);
  assertEquals(await ask(hub, ana, { type: "join", room: "#nova" }), ["joined", "history"]);
});

Deno.test("a member removed during a request gets nothing of the room", async () => {
  const store = new WaitingStore();
  await using hub = new TestHub({ store });
  const ana = named(hub, "Ana");
  const bob = TestMember.in(hub, "Bob");
  for (const person of [ana, bob]) await ask(hub, person, { type: "join", room });
  await ask(hub, ana, { type: "say", room, text: "segredo" });
  bob.lines();
  store.isWaiting = true;
  dispatch(hub, bob.member, { type: "history", room });
  await nextTick();
  assertEquals(await ask(hub, ana, { type: "kick", room, name: "Bob" }), ["left"]);
  await store.goOn();
  assertEquals(bob.take().map((event) => event.type === "error" ? event.code : event.type), [
    ...["left", "not_in_room"],
  ]);
  // The same during catch-up after joining.
  dispatch(hub, bob.member, { type: "join", room });
  await nextTick();
  assertEquals(await ask(hub, ana, { type: "ban", room, name: "Bob" }), [
    "joined",
    "banned",
    "left",
  ]);
  await store.goOn();
  assertEquals(bob.take().map(({ type }) => type), ["joined", "banned", "left"]);
});

Deno.test("a name that looks like an address is refused", async () => {
  await using hub = new TestHub({ rules: [operatorRule({ id: "account:Rute", name: "Rute" })] });
  assertEquals(new TestMember(hub, "10.0.0.7").enter(), "bad_name");
  assertEquals(new TestMember(hub, "10.0.0.777").enter(), undefined);
});

Deno.test("a long list of bans comes in pages that fit a frame", async () => {
  const bans = Array.from(
    { length: 1_000 },
    (_, index) =>
      rule({ kind: "ban", subject: `p${index}`, name: `p${index}`, text: "é".repeat(200) }),
  );
  await using hub = new TestHub({
    rules: [...bans, rule({ kind: "owner", identities: ["account:Ana"], text: room })],
  });
  const ana = named(hub, "Ana");
  await ask(hub, ana, { type: "join", room });
  const taken: string[] = [];
  // Messages sent before she joined may arrive meanwhile.
  const isBans = (line: string) => JSON.parse(line).type === "bans";
  ana.onFlush = () => Promise.resolve(void taken.push(...ana.lines().filter(isBans)));
  await dispatch(hub, ana.member, { type: "bans", room, ref: 1 });
  const answers = taken.map((line) => JSON.parse(line));
  assertEquals(answers.flatMap(({ bans }) => bans).length, 1_000);
  assertEquals(answers.map(({ more, ref }) => [more, ref]), [
    ...answers.slice(1).map(() => [true, 1]),
    [undefined, 1],
  ]);
  const sizes = taken.map((line) => new TextEncoder().encode(line).length);
  assertEquals(sizes.length > 5 && sizes.every((size) => size <= hub.limits.frame), true);
});

Deno.test("a client that joins while a room becomes private may return", async () => {
  const rules = new WaitingRules();
  await using hub = new TestHub({ store: Object.assign(new MemoryStore(), { rules }) });
  const ana = named(hub, "Ana");
  const bob = TestMember.in(hub, "Bob");
  await ask(hub, ana, { type: "join", room });
  rules.isWaiting = true;
  const closed = ask(hub, ana, { type: "private", room, on: true });
  await nextTick();
  assertEquals((await ask(hub, bob, { type: "join", room }))[0], "joined");
  await rules.goOn();
  await closed;
  await ask(hub, bob, { type: "leave", room });
  assertEquals((await ask(hub, bob, { type: "join", room }))[0], "joined");
  // The change is stored, too.
  const { length } = await rules.listRules({ room, kind: "invitation" });
  assertEquals(length, 1);
  // A member removed meanwhile is not invited by it.
  ana.take();
  assertEquals(await ask(hub, ana, { type: "kick", room, name: "Bob" }), ["left"]);
  bob.take();
  assertEquals(await ask(hub, bob, { type: "join", room }), ["forbidden"]);
  assertEquals(await rules.listRules({ room, kind: "invitation" }), []);
});

Deno.test("concurrent requests do not exceed a room's limit of rules", async () => {
  const bans = Array.from(
    { length: 999 },
    (_, index) => rule({ kind: "ban", room, subject: `p${index}`, name: `p${index}` }),
  );
  const owner = rule({ kind: "owner", room, text: room, identities: ["account:Ana"] });
  const store = new MemoryStore();
  await store.rules.changeRules([...bans, owner].map((put) => ({ put })));
  await using hub = new TestHub({ store, rules: [...bans, owner] });
  const ana = named(hub, "Ana");
  await ask(hub, ana, { type: "join", room });
  await Promise.all(
    ["Eva", "Zeca"].map((name) => dispatch(hub, ana.member, { type: "ban", room, name })),
  );
  const answers = ana.take().map((event) => event.type === "error" ? event.code : event.type);
  assertEquals(answers.sort(), ["banned", "too_many"]);
  assertEquals((await store.rules.listRules({ room, kind: "ban" })).length, 1_000);
});

Deno.test("a claim of a room is withdrawn if another node stored one first", async () => {
  const store = new MemoryStore();
  await using hub = new TestHub({ store });
  const owner = rule({ kind: "owner", room, text: room, identities: ["account:Rute"] });
  await store.rules.changeRules([{ put: owner }]);
  const ana = named(hub, "Ana");
  await ask(hub, ana, { type: "join", room });
  assertEquals(await ask(hub, ana, { type: "topic", room, text: "meu" }), ["forbidden"]);
  assertEquals(await store.rules.listRules({ room, kind: "owner" }), [owner]);
});

Deno.test("creating a room fails while its past cannot be read", async () => {
  const store = new MemoryStore();
  const errors: unknown[] = [];
  await using hub = new TestHub({
    store,
    observer: { onStoreFailed: (error) => errors.push(error) },
  });
  const ana = named(hub, "Ana");
  store.last = () => Promise.reject(new Error("disk"));
  assertEquals(await ask(hub, ana, { type: "join", room }), ["busy"]);
  assertEquals([ana.member.rooms.has(room), errors.length], [false, 1]);
});

Deno.test("registering while being removed does not restore an invitation", async () => {
  const rules = new WaitingRules();
  await using hub = new TestHub({ store: Object.assign(new MemoryStore(), { rules }) });
  const ana = named(hub, "Ana");
  const bob = TestMember.in(hub, "Bob");
  for (const person of [ana, bob]) await ask(hub, person, { type: "join", room });
  await ask(hub, ana, { type: "private", room, on: true });
  rules.isWaiting = true;
  const kicked = ask(hub, ana, { type: "kick", room, name: "Bob" });
  await nextTick();
  await hub.identities.logIn(bob.member, {
    id: "account:Bob",
    name: "Bob",
    password: "",
    at: 1,
    revision: 1,
  });
  const adopted = hub.moderation.keeper.adopt(bob.member, true);
  await nextTick();
  await rules.goOn();
  await Promise.all([kicked, adopted]);
  bob.take();
  assertEquals(await ask(hub, bob, { type: "join", room }), ["forbidden"]);
  assertEquals(await rules.listRules({ room, kind: "invitation" }), []);
});
