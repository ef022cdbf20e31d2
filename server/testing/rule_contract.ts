import { assertEquals, assertRejects } from "@std/assert";
import type { PrunedStore } from "../store/retention.ts";
import { EVERYWHERE, type Rule } from "../store/rule_store.ts";
import { StoreError } from "../store/store_error.ts";

/** A rule with defaults for what a test does not need. */
export function rule(fields: Partial<Rule> & Pick<Rule, "kind">): Rule {
  return {
    ...{ room: "#a", subject: "", name: "", identities: [], text: "", by: "Ana", at: 1 },
    ...fields,
  };
}

/** Tests of rules for every store, by name. */
export const RULE_CONTRACT: Record<string, (open: () => Promise<PrunedStore>) => Promise<void>> = {
  async "keeps one rule per kind and subject in a room"(open) {
    await using store = await open();
    const { rules } = store;
    assertEquals(await rules.listRules(), []);
    const topic = rule({ kind: "topic", text: "um\0 \u{10fffe} só" });
    const ban = rule({
      ...{ kind: "ban", subject: "bob", name: "Bob", identities: ["account:1", "digest"] },
      ...{ text: "spam", until: Date.now() + 60_000 },
    });
    const server = rule({ kind: "ban", room: EVERYWHERE, subject: "10.0.0.7", name: "10.0.0.7" });
    await rules.changeRules([{ put: topic }, { put: ban }, { put: server }]);
    assertEquals(await rules.listRules(), [topic, ban, server]);
    assertEquals(await rules.findRule(ban), ban);
    assertEquals(await rules.findRule({ ...ban, room: "#b" }), undefined);
    assertEquals(await rules.findRule({ ...ban, kind: "mute" }), undefined);
    const other = { ...topic, text: "dois" };
    await rules.changeRules([{ put: other }, { drop: server }, { drop: { ...ban, subject: "x" } }]);
    assertEquals(await rules.listRules(), [ban, other]);
    await rules.changeRules([]);
    await rules.changeRules([{ drop: ban }, { put: ban }, { drop: ban }]);
    assertEquals(await rules.listRules(), [other]);
  },

  async "applies changes in order"(open) {
    await using store = await open();
    const { rules } = store;
    const topics = Array.from(
      { length: 20 },
      (_, index) => rule({ kind: "topic", text: `${index}` }),
    );
    const settled: number[] = [];
    await Promise.all(topics.map(async (put, index) => {
      await rules.changeRules(index % 2 === 1 ? [{ drop: put }] : [{ put }]);
      settled.push(index);
    }));
    assertEquals(settled, topics.map((_, index) => index));
    assertEquals(await rules.listRules(), []);
  },

  async "drops an ended rule only if it was not renewed"(open) {
    await using store = await open();
    const { rules } = store;
    const ended = rule({ kind: "ban", subject: "bob", until: 100 });
    const renewed = { ...ended, until: 300 };
    const forGood = rule({ kind: "ban", subject: "caio" });
    await rules.changeRules([{ put: ended }, { put: forGood }]);
    await rules.changeRules([{ put: renewed }]);
    await rules.changeRules([{ drop: ended, endedBy: 200 }, { drop: forGood, endedBy: 200 }]);
    assertEquals(await rules.listRules(), [forGood, renewed]);
    await rules.changeRules([{ drop: ended, endedBy: 300 }]);
    assertEquals(await rules.listRules(), [forGood]);
  },

  async "replaces a rule only if it is unchanged, if asked to"(open) {
    await using store = await open();
    const { rules } = store;
    const ban = rule({ kind: "ban", subject: "bob" });
    const renewed = { ...ban, until: 300 };
    await rules.changeRules([{ put: renewed, replaces: true }]);
    assertEquals(await rules.listRules(), []);
    await rules.changeRules([{ put: ban }, { put: renewed, replaces: true }]);
    assertEquals(await rules.listRules(), [renewed]);
  },

  async "limits the rules of a kind in a room under concurrency"(open) {
    await using store = await open();
    const { rules } = store;
    const ended = rule({ kind: "ban", subject: "ended", until: 1 });
    await rules.changeRules([{ put: ended }, { put: rule({ kind: "mute", subject: "x" }) }]);
    const bans = ["a", "b", "c", "d"].map((subject) => rule({ kind: "ban", subject }));
    const done = await Promise.all(bans.map((put) => rules.changeRules([{ put }], { most: 3 })));
    assertEquals(done.filter(Boolean).length, 3);
    assertEquals((await rules.listRules({ room: "#a", kind: "ban" })).length, 4);
    const stored = bans[done.indexOf(true)]!;
    assertEquals(await rules.changeRules([{ put: { ...stored, text: "x" } }], { most: 3 }), true);
    const put = rule({ kind: "ban", subject: "e", room: EVERYWHERE });
    assertEquals(await rules.changeRules([{ put }], { most: 0 }), true);
    assertEquals(await rules.changeRules([{ drop: ended }, { drop: stored }], { most: 0 }), true);
  },

  async "changes rules of a room only if it has none, if asked to"(open) {
    await using store = await open();
    const { rules } = store;
    const owners = ["Ana", "Bia"].map((name) => rule({ kind: "owner", name }));
    const claims = owners.map((put) => rules.changeRules([{ put }], { ifNone: "#a" }));
    assertEquals((await Promise.all(claims)).filter(Boolean).length, 1);
    assertEquals(await rules.changeRules([{ put: owners[1]! }], { ifNone: "#b" }), true);
    const ended = rule({ kind: "creator", room: "#c", until: 1 });
    await rules.changeRules([{ put: ended }]);
    const put = { ...owners[0]!, room: "#c" };
    assertEquals(await rules.changeRules([{ put }], { ifNone: "#c" }), true);
    assertEquals(await rules.listRules({ room: "#c", kind: "owner" }), [put]);
  },

  async "lets each use of a link be taken once, also at the same time"(open) {
    await using store = await open();
    const { rules } = store;
    const link = rule({ kind: "link", subject: "digest", uses: 2, until: Date.now() + 60_000 });
    await rules.changeRules([{ put: link }, { put: { ...link, room: "#b" } }]);
    const invitations = ["a", "b", "c", "d"].map((subject) =>
      rule({ kind: "invitation", subject, identities: [subject] })
    );
    const take = (put: Rule) => rules.changeRules([{ use: link }, { put }], { most: 1_000 });
    assertEquals(await take(invitations[0]!), true);
    assertEquals(await rules.findRule(link), { ...link, uses: 1 });
    const done = await Promise.all(invitations.slice(1).map(take));
    assertEquals(done.filter(Boolean).length, 1);
    assertEquals(await rules.findRule(link), undefined);
    assertEquals((await rules.listRules({ room: "#a", kind: "invitation" })).length, 2);
    assertEquals((await rules.listRules({ room: "#b", kind: "link" })).length, 1);
    const ended = { ...link, subject: "ended", until: Date.now() };
    await rules.changeRules([{ put: ended }]);
    assertEquals(await take(ended), false);
    assertEquals(await rules.changeRules([{ use: ended }]), false);
    // Another condition that does not hold takes no use.
    const other = { ...link, room: "#b" };
    const put = { ...invitations[0]!, room: "#b" };
    assertEquals(await rules.changeRules([{ use: other }, { put }], { most: 0 }), false);
    assertEquals(await rules.findRule(other), other);
  },

  async "deletes all links of a room, and those that are over"(open) {
    await using store = await open();
    const { rules } = store;
    const until = Date.now() + 60_000;
    const links = ["a", "b"].map((subject) => rule({ kind: "link", subject, uses: 1, until }));
    const other = { ...links[0]!, room: "#b" };
    const topic = rule({ kind: "topic" });
    await rules.changeRules([...links, other, topic].map((put) => ({ put })));
    await rules.changeRules([{ clear: { room: "#a", kind: "link" } }]);
    assertEquals(await rules.listRules(), [other, topic]);
    await rules.changeRules([{ put: { ...links[0]!, until: 1 } }, { put: links[1]! }]);
    await store.prune();
    assertEquals(await rules.listRules(), [other, topic, links[1]!]);
  },
};

/** Tests of rules for every store whose data outlives the process, by name. */
export const DURABLE_RULES: typeof RULE_CONTRACT = {
  async "keeps rules after it is closed"(open) {
    const ban = rule({ kind: "ban", subject: "bob", identities: ["1"], text: "spam", until: 2 });
    const topic = rule({ kind: "topic", text: "xadrez" });
    {
      await using store = await open();
      await store.rules.changeRules([{ put: ban }, { put: topic }]);
    }
    await using store = await open();
    assertEquals(await store.rules.listRules(), [ban, topic]);
  },

  async "makes all changes or none"(open) {
    await using store = await open();
    const { rules } = store;
    const topic = rule({ kind: "topic" });
    const broken = { ...rule({ kind: "ban" }), name: null as unknown as string };
    await rules.changeRules([{ put: topic }]);
    await assertRejects(() => rules.changeRules([{ drop: topic }, { put: broken }]), StoreError);
    assertEquals(await rules.listRules(), [topic]);
  },
};
