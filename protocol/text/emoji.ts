/** Maximum UTF-16 code units of an emoji: about twice as many as the longest has so far (15, `👩🏻‍❤️‍💋‍👩🏼`). */
export const MAX_EMOJI = 32;

/** One emoji, fully qualified, as Unicode recommends it for general interchange. */
const EMOJI = String.raw`^\p{RGI_Emoji}$`;

let pattern: RegExp | undefined;

/**
 * Whether a text is one emoji and nothing else. Which emoji there are depends on the Unicode version of the runtime.
 *
 * @param text The text; its length is checked first.
 *
 * @example Usage
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { isEmoji } from "./emoji.ts";
 *
 * assertEquals(["👍", "👍🏽", "🇧🇷", "👍👍", ":)", "a"].map(isEmoji), [true, true, true, false, false, false]);
 * ```
 */
export function isEmoji(text: string): boolean {
  if (text.length > MAX_EMOJI) return false;
  // A literal would keep browsers without the flag from loading the program at all.
  pattern ??= new RegExp(EMOJI, "v");
  return pattern.test(text);
}
