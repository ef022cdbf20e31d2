import { assertEquals, assertRejects } from "@std/assert";
import { MemoryRules } from "../../store/memory/rules.ts";
import { EVERYWHERE, type Rule } from "../../store/rule_store.ts";
import { rule } from "../../testing/rule_contract.ts";
import { loadRules } from "./load_rules.ts";
import { RANK, Rules } from "./rules.ts";

function of(fields: Partial<Rule>) {
  const ban = rule({ kind: "ban", subject: "bob", identities: ["account:1", "digest"], ...fields });
  return { ban, rules: new Rules([ban]) };
}

Deno.test("rules match by name, address and any identity", () => {
  const { rules, ban } = of({});
  const bans = rules.of("#a", "ban");
  const nobody = { key: "x", identities: ["y"], address: "10.0.0.1" };
  assertEquals(bans.match(nobody), undefined);
  assertEquals(bans.match({ ...nobody, key: "bob" }), ban);
  assertEquals(bans.match({ ...nobody, address: "bob" }), ban);
  assertEquals(bans.match({ ...nobody, identities: ["y", "digest"] }), ban);
  assertEquals(rules.of("#b", "ban").match({ ...nobody, key: "bob" }), undefined);
  assertEquals(rules.of("#a", "mute").match({ ...nobody, key: "bob" }), undefined);
});

Deno.test("rules stop applying when they expire", () => {
  const { rules, ban } = of({ until: Date.now() - 1 });
  const bans = rules.of("#a", "ban");
  assertEquals(rules.get("#a", "ban", "bob"), undefined);
  assertEquals(bans.match({ key: "bob", identities: ["digest"], address: "" }), undefined);
  assertEquals(bans.list(), { alive: [], over: [ban] });
});

Deno.test("rules that are revoked or replaced leave nothing behind", () => {
  const { rules, ban } = of({});
  const other = { ...ban, identities: ["account:2"] };
  rules.apply({ put: other });
  // A second ban of the same person remains if the first is revoked.
  const second = rule({ kind: "ban", subject: "beto", identities: ["account:2"] });
  rules.apply({ put: second });
  const bans = rules.of("#a", "ban");
  assertEquals(bans.about("account:1"), undefined);
  assertEquals(bans.about("account:2"), other);
  for (const change of [{ drop: other }, { drop: other }]) rules.apply(change);
  assertEquals(bans.about("account:2"), second);
  rules.apply({ drop: second });
  assertEquals(rules.of("#a", "ban").size, 0);
});

Deno.test("rules tell what an account may do and how many rooms it owns", () => {
  const owner = rule({ kind: "owner", identities: ["account:1"] });
  const rules = new Rules([
    owner,
    rule({ kind: "operator", subject: "account:2", identities: ["account:2"] }),
    rule({ ...{ room: EVERYWHERE, kind: "operator", subject: "account:3" } }),
  ]);
  const ranks = [undefined, "account:4", "account:2", "account:1", "account:3"]
    .map((account) => rules.rank({ account }, "#a"));
  assertEquals(ranks, [
    ...[RANK.member, RANK.member, RANK.operator, RANK.owner, RANK.serverOperator],
  ]);
  assertEquals(rules.rank({ account: "account:1" }, "#b"), RANK.member);
  for (const put of [owner, owner, { ...owner, room: "#b" }]) rules.apply({ put });
  assertEquals(rules.owned("account:1"), 2);
  for (const drop of [owner, owner]) rules.apply({ drop });
  assertEquals(rules.owned("account:1"), 1);
});

Deno.test("loadRules removes expired rules from the store", async () => {
  const store = new MemoryRules();
  const holds = rule({ kind: "ban", subject: "bob", until: Date.now() + 60_000 });
  const over = rule({ kind: "ban", subject: "caio", until: Date.now() - 1 });
  await store.changeRules([{ put: over }, { put: holds }]);
  assertEquals(await loadRules(store), [holds]);
  assertEquals(await store.listRules(), [holds]);
});

Deno.test("rules that change during the read are kept beside those read", async () => {
  const { rules, ban } = of({});
  const stale = rule({ kind: "ban", subject: "eva" });
  const first = Promise.withResolvers<Rule[]>();
  const second = Promise.withResolvers<Rule[]>();
  const readings = [rules.reload(() => first.promise), rules.reload(() => second.promise)];
  const fresh = rule({ kind: "private" });
  rules.apply({ put: fresh });
  rules.apply({ drop: ban });
  const missed = rule({ kind: "topic", text: "x" });
  second.resolve([ban, missed]);
  await readings[1];
  // The first read is older than the change.
  first.resolve([ban, stale]);
  await readings[0];
  assertEquals(rules.get("#a", "private"), fresh);
  assertEquals(rules.get("#a", "ban", "bob"), undefined);
  assertEquals(rules.get("#a", "topic"), missed);
  assertEquals(rules.get("#a", "ban", "eva"), undefined);
  // Earlier changes come from the store only.
  await rules.reload(() => Promise.resolve([]));
  assertEquals(rules.get("#a", "private"), undefined);
  await assertRejects(() => rules.reload(() => Promise.reject(new Error("gone"))), Error, "gone");
});
