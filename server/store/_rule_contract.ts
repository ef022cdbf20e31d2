import { assertEquals, assertRejects } from "@std/assert";
import type { PrunedStore } from "./retention.ts";
import { EVERYWHERE, type Rule } from "./rule_store.ts";
import { StoreError } from "./store_error.ts";

/** A rule of a test; what is not said is of no account. */
export function rule(fields: Partial<Rule> & Pick<Rule, "kind">): Rule {
  return {
    ...{ room: "#a", subject: "", name: "", identities: [], text: "", by: "Ana", at: 1 },
    ...fields,
  };
}

/** What every store does with rules. */
export const RULE_CONTRACT: Record<string, (open: () => Promise<PrunedStore>) => Promise<void>> = {
  async "keeps one rule of a kind about one subject in a room"(open) {
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

  async "makes changes in the order in which they were asked for"(open) {
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
};

/** What a store does with rules that outlives its process. */
export const DURABLE_RULES: typeof RULE_CONTRACT = {
  async "keeps rules when it is closed"(open) {
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
