import { signal } from "@preact/signals";
import { load, store } from "./local_storage.ts";

export const LEVELS = ["all", "mentions", "none"] as const;

/** Which messages of a room notify: all, those that mention the user, or none. */
export type NotifyLevel = typeof LEVELS[number];

const KEY = "chat.notify.rooms";

/** The rooms whose level is not `mentions`, by their keys. */
const levels = signal<Readonly<Record<string, NotifyLevel>>>(read());

/** Returns which messages of a room notify. */
export function levelOf(room: string): NotifyLevel {
  return Object.hasOwn(levels.value, room) ? levels.value[room]! : "mentions";
}

/** Sets which messages of a room notify, also for later visits. */
export function setLevel(room: string, level: NotifyLevel): void {
  const { [room]: _, ...others } = levels.value;
  levels.value = level === "mentions" ? others : { ...others, [room]: level };
  store(KEY, JSON.stringify(levels.value));
}

function read(): Readonly<Record<string, NotifyLevel>> {
  try {
    const stored: unknown = JSON.parse(load(KEY) || "{}");
    const entries = Object.entries(stored ?? {});
    return Object.fromEntries(entries.filter(([, level]) => LEVELS.includes(level)));
  } catch {
    return {};
  }
}
