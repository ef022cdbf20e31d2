/** Members and requests for tests of moderation. */
import type { Command } from "../../protocol/commands/command_entry.ts";
import { dispatch } from "../session/dispatch.ts";
import { nextTick, type TestHub, TestMember } from "./test_hub.ts";

/** Creates a member with an account. */
export function named(hub: TestHub, name: string): TestMember {
  const account = `account:${name}`;
  const person = new TestMember(hub, name, undefined, { identity: `digest ${name}`, account });
  person.enter();
  person.lines();
  return person;
}

/** Sends a request; returns the codes or types of the answers. */
export async function ask(hub: TestHub, person: TestMember, command: Command): Promise<string[]> {
  await dispatch(hub, person.member, command);
  await nextTick();
  return person.take().map((event) => event.type === "error" ? event.code : event.type);
}
