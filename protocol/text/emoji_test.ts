import { assert, assertEquals } from "@std/assert";
import { isEmoji, MAX_EMOJI } from "./emoji.ts";

Deno.test("isEmoji takes one emoji with its modifiers, and no other text", () => {
  const emoji = ["👍", "👍🏽", "❤️", "☺️", "1️⃣", "🇧🇷", "👨‍👩‍👧‍👦", "👩🏻‍❤️‍💋‍👩🏼", "🏴󠁧󠁢󠁳󠁣󠁴󠁿"];
  for (const text of emoji) assert(isEmoji(text), text);
  const others = [
    "",
    "a",
    "1",
    ":)",
    "👍👍",
    "👍 ",
    "👍\n",
    "🇧",
    "❤",
    "\ufe0f",
    "👍\u0301",
    "\ud83d",
  ];
  assertEquals(others.filter(isEmoji), []);
});

Deno.test("isEmoji refuses a text that is too long before it looks at it", () => {
  assert(!isEmoji("👨\u200d".repeat(1_000_000)));
  assert(!isEmoji("👍".repeat(MAX_EMOJI)));
});
