import { assertEquals } from "@std/assert";
import type { ModerationAction } from "../../bus/moderation_action.ts";
import { ask, named } from "../../testing/moderation_fixture.ts";
import { rule } from "../../testing/rule_contract.ts";
import { TestHub, TestMember } from "../../testing/test_hub.ts";

const room = "#a";

Deno.test("Enforcement applies actions of other nodes, also if they come twice", async () => {
  await using hub = new TestHub();
  const ana = named(hub, "Ana");
  const bob = TestMember.in(hub, "Bob");
  for (const person of [ana, bob]) await ask(hub, person, { type: "join", room });
  ana.lines();
  const ban = rule({ kind: "ban", room, subject: "bob", name: "Bob", identities: ["Bob"] });
  const event = { type: "banned", room, name: "Bob", by: "Rute" } as const;
  const action: ModerationAction = {
    room,
    changes: [{ put: ban }],
    event,
    identities: ["Bob"],
    session: "there",
  };
  hub.moderation.enforcement.apply(action);
  assertEquals(bob.take().map(({ type }) => type), ["banned", "left"]);
  assertEquals(ana.take().map(({ type }) => type), ["banned", "left"]);
  hub.moderation.enforcement.apply(action);
  assertEquals(bob.take(), []);
  assertEquals(await ask(hub, bob, { type: "join", room }), ["banned"]);
  hub.moderation.enforcement.apply({
    ...action,
    changes: [{ drop: ban }],
    event: { ...event, type: "unbanned" },
  });
  assertEquals(await ask(hub, bob, { type: "join", room }), ["joined", "history"]);
  // Removes a member, adds an invitation and ignores a room that is not on this node.
  hub.moderation.enforcement.apply({ ...action, changes: [], event: { ...event, type: "left" } });
  assertEquals(bob.take(), [{ ...event, type: "left" }]);
  hub.moderation.enforcement.apply({
    ...action,
    changes: [],
    event: { ...event, type: "invited" },
  });
  assertEquals(bob.take(), [{ ...event, type: "invited" }]);
  hub.moderation.enforcement.apply({ ...action, room: "#nowhere" });
});

Deno.test("stored rules remove a member whom another node removed", async () => {
  await using hub = new TestHub();
  const ana = named(hub, "Ana");
  const bob = TestMember.in(hub, "Bob");
  for (const person of [ana, bob]) await ask(hub, person, { type: "join", room });
  await ask(hub, ana, { type: "private", room, on: true });
  bob.take();
  const invited = await hub.store.rules.listRules();
  await hub.moderation.enforcement.reloadRules(() => Promise.resolve(invited));
  assertEquals([bob.take(), bob.member.rooms.has(room)], [[], true]);
  const kicked = invited.filter(({ kind }) => kind !== "invitation");
  await hub.moderation.enforcement.reloadRules(() => Promise.resolve(kicked));
  assertEquals(bob.take().map(({ type }) => type), ["error", "left"]);
  assertEquals([bob.member.rooms.has(room), ana.member.rooms.has(room)], [false, true]);
});
