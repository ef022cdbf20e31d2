/** Members and requests for tests of moderation. */
import type { Command } from "../../protocol/commands/command_entry.ts";
import { dispatch } from "../session/dispatch.ts";
import { nextTick, type TestHub, TestMember } from "./test_hub.ts";

/** Creates a member with an account. */
export function named(hub: TestHub, name: string): TestMember {
  const account = `account:${name}`;
  const member = new TestMember(hub, name, undefined, { identity: `digest ${name}`, account });
  member.enter();
  member.lines();
  return member;
}

/** Sends a request; returns the codes or types of the answers. */
export async function ask(hub: TestHub, sender: TestMember, command: Command): Promise<string[]> {
  await dispatch(hub, sender.member, command);
  await nextTick();
  return sender.take().map((event) => event.type === "error" ? event.code : event.type);
}
