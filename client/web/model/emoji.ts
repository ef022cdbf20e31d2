import { signal } from "@preact/signals";
import type { Emoji } from "../../conversation/emoji_list.ts";

/** The emoji that are offered; empty until {@linkcode loadEmoji} loaded them. */
export const emoji = signal<readonly Emoji[]>([]);

/** Loads the list of emoji, unless it is there. */
export async function loadEmoji(): Promise<void> {
  if (emoji.peek().length > 0) return;
  const { EMOJI } = await import("../../conversation/emoji_list.ts");
  emoji.value = EMOJI;
}
