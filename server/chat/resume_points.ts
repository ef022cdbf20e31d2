import type { Hello } from "../../protocol/messages/client_messages.ts";
import { nameKey } from "../../protocol/text/names.ts";

/** Returns the rooms to resume by key, each with the last id that the client received. */
export function resumePoints({ resume = {} }: Hello): Map<string, { name: string; id: number }> {
  return new Map(Object.entries(resume).map(([name, id]) => [nameKey(name), { name, id }]));
}
