import { assert, assertEquals } from "@std/assert";
import { DAY } from "../../async/durations.ts";
import { dispatch } from "../../session/dispatch.ts";
import type { Rule, RuleChange } from "../../store/rule_store.ts";
import { rule } from "../../testing/rule_contract.ts";
import { nextTick, TestHub, TestMember } from "../../testing/test_hub.ts";
import { Member } from "../member.ts";
import { Room } from "../room.ts";
import { MemberLimiter } from "./member_limiter.ts";
import { CREATIONS } from "./rule_keeper.ts";
import { adopt, claimRoom, CREATOR_LIFETIME, endCreator, renewCreator } from "./ownership.ts";
import { RANK, Rules } from "./rules.ts";

function apply(rules: Rules, changes: readonly RuleChange[]): void {
  for (const change of changes) rules.apply(change);
}

function guestRoom(fields: Partial<Rule> = {}): Rule {
  return rule({ kind: "creator", room: "#a", text: "#A", identities: ["digest"], ...fields });
}

Deno.test("a guest operates the room they made until 30 days after their last visit", async () => {
  await using hub = new TestHub();
  const { member } = new TestMember(hub, "Bob", undefined, { identity: "digest" });
  const rules = new Rules([]);
  apply(rules, claimRoom(rules, new Room("#A"), member));
  const { until } = rules.get("#a", "creator")!;
  assert(Math.abs(until! - Date.now() - CREATOR_LIFETIME) < DAY);
  assertEquals(rules.rank(member, "#a"), RANK.operator);
  assertEquals(rules.rank({ digest: "another" }, "#a"), RANK.member);
  // A second visit on the same day stores nothing.
  assertEquals(renewCreator(rules, "#a", member), []);
  const old = Date.now() + DAY;
  const ban = rule({ kind: "ban", subject: "eva", until: old });
  const short = rule({ kind: "mute", subject: "eva", until: old - 1 });
  apply(rules, [guestRoom({ until: old }), ban, short].map((put) => ({ put })));
  const { member: other } = new TestMember(hub, "Eva", undefined, { identity: "another" });
  assertEquals(renewCreator(rules, "#a", other), []);
  // Bans end with the operator's rights, so they are renewed together.
  apply(rules, renewCreator(rules, "#a", member));
  const renewed = rules.get("#a", "creator")!.until!;
  assert(renewed > old);
  assertEquals(rules.get("#a", "ban", "eva")!.until, renewed);
  assertEquals(rules.get("#a", "mute", "eva")!.until, old - 1);
  apply(rules, endCreator(rules, "#a"));
  assertEquals(rules.rank(member, "#a"), RANK.member);
  assertEquals([rules.get("#a", "ban", "eva"), rules.get("#a", "mute", "eva")], [
    ...[undefined, short],
  ]);
  // After 30 days the rights are gone.
  apply(rules, [{ put: guestRoom({ until: Date.now() - 1 }) }]);
  assertEquals([rules.rank(member, "#a"), renewCreator(rules, "#a", member)], [RANK.member, []]);
});

Deno.test("above the limit the guest operator away longest loses the room", async () => {
  await using hub = new TestHub();
  const { member } = new TestMember(hub, "Bob", undefined, { identity: "digest" });
  const until = Date.now() + CREATOR_LIFETIME;
  const rooms = Array.from(
    { length: 10_000 },
    (_, index) => guestRoom({ room: `#${index}`, until }),
  );
  const rules = new Rules(rooms);
  rules.apply({ put: rooms[0]! });
  apply(rules, claimRoom(rules, new Room("#nova"), member));
  assertEquals(rules.created.size, 10_000);
  assertEquals(["#0", "#1", "#2", "#nova"].map((room) => rules.rank(member, room)), [
    ...[RANK.operator, RANK.member, RANK.operator, RANK.operator],
  ]);
});

Deno.test("a new account takes over its guest's rights, an old one invitations", async () => {
  await using hub = new TestHub();
  const options = { identity: "digest", account: "account:1" };
  const { member } = new TestMember(hub, "Bob", undefined, options);
  const until = Date.now() + CREATOR_LIFETIME;
  const about = { identities: ["digest"] };
  const given = [
    guestRoom({ until }),
    rule({ kind: "ban", subject: "eva", until }),
    rule({ kind: "invitation", room: "#b", subject: "digest", ...about }),
    rule({ kind: "mute", room: "#c", subject: "bob", ...about }),
  ];
  const rules = new Rules(given);
  apply(rules, adopt(rules, member, false));
  assertEquals(rules.get("#b", "invitation", "digest")!.identities, ["digest", "account:1"]);
  assertEquals(rules.get("#c", "mute", "bob"), given[3]);
  assertEquals(rules.rank({ account: "account:1" }, "#a"), RANK.member);
  apply(rules, adopt(rules, member, true));
  assertEquals(rules.rank({ account: "account:1" }, "#a"), RANK.owner);
  assertEquals([rules.get("#a", "creator"), rules.get("#a", "ban", "eva")!.until], [
    ...[undefined, undefined],
  ]);
  assertEquals(rules.get("#c", "mute", "bob")!.identities, ["digest", "account:1"]);
  assertEquals(adopt(rules, member, true), []);
});

Deno.test("guests of one address operate up to 20 rooms, then 20 more a day", async () => {
  await using hub = new TestHub();
  const peer = { address: "10.0.0.7", host: "10.0.0.7", isPrivate: true };
  const guest = (name: string, from = peer) => {
    const { wire, sendQueue, handle } = new TestMember(hub, name).member;
    return new Member({ name, digest: name, wire, sendQueue, handle, peer: from });
  };
  const creations = new MemberLimiter(CREATIONS);
  const taken = Array.from({ length: 21 }, (_, index) => creations.take(guest(`g${index}`), 1));
  assertEquals([taken.filter(Boolean).length, taken.at(-1)], [20, false]);
  assertEquals(creations.take(guest("x", { ...peer, address: "10.0.0.8" }), 1), true);
  assertEquals(creations.take(guest("y"), 1 + DAY / 20), true);
  assertEquals(creations.take(guest("z"), 1 + DAY / 20), false);
});

Deno.test("a guest operator can ban up to 50 people", async () => {
  const bans = Array.from(
    { length: 50 },
    (_, index) => rule({ kind: "ban", subject: `p${index}`, name: `p${index}` }),
  );
  const until = Date.now() + CREATOR_LIFETIME;
  await using hub = new TestHub({ rules: [guestRoom({ until }), ...bans] });
  const bob = new TestMember(hub, "Bob", undefined, { identity: "digest" });
  bob.enter();
  await dispatch(hub, bob.member, { type: "join", room: "#a" });
  await nextTick();
  bob.take();
  const ask = async (name: string) => {
    await dispatch(hub, bob.member, { type: "ban", room: "#a", name });
    return bob.take().map((event) => event.type === "error" ? event.code : event.type);
  };
  assertEquals(await ask("Eva"), ["too_many"]);
  assertEquals(await ask("p7"), ["banned"]);
});
