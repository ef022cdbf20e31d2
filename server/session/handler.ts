import type { Command } from "../../protocol/commands/command_entry.ts";
import type { Hub } from "../chat/hub.ts";
import type { Member } from "../chat/member.ts";

/** Carries out a command of a member; a promise delays the session's next command. */
export type Handler<C extends Command = Command> = (
  hub: Hub,
  member: Member,
  command: C,
) => Promise<void> | void;

/** A handler for each type of command. */
export type Handlers<T extends Command["type"] = Command["type"]> = {
  readonly [K in T]: Handler<Command & { readonly type: K }>;
};

/**
 * Finds the handler of a command.
 *
 * @param handlers The table to look in.
 * @param command The command.
 * @returns The handler, or `undefined` if the table has none for this type.
 */
export function findHandler<T extends Command["type"]>(
  handlers: Handlers<T>,
  { type }: Command,
): Handler | undefined {
  return (handlers as Partial<Record<Command["type"], Handler>>)[type];
}
