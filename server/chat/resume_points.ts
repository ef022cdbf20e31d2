import type { Hello } from "../../protocol/messages/messages.ts";
import { nameKey } from "../../protocol/text/names.ts";

/** Returns the rooms that `hello` names, by their keys, each with the last id that was seen in it. */
export function resumePoints({ resume = {} }: Hello): Map<string, { name: string; id: number }> {
  return new Map(Object.entries(resume).map(([name, id]) => [nameKey(name), { name, id }]));
}
