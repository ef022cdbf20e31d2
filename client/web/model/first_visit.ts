import { signal } from "@preact/signals";
import { load, store } from "./local_storage.ts";

const KEY = "chat.visited";

/** Whether the user has not sent anything from this browser yet. */
export const isFirstVisit = signal(load(KEY) === "");

/** Notes that the user has sent something. */
export function endFirstVisit(): void {
  if (!isFirstVisit.peek()) return;
  isFirstVisit.value = false;
  store(KEY, "yes");
}
