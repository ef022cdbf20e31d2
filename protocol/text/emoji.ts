/** Longest emoji, in UTF-16 code units: about twice as long as the longest so far (`👩🏻‍❤️‍💋‍👩🏼` has 15). */
export const MAX_EMOJI = 32;

/** One emoji, fully qualified, as Unicode recommends it for general interchange. */
const EMOJI = /^\p{RGI_Emoji}$/v;

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
  return text.length <= MAX_EMOJI && EMOJI.test(text);
}
