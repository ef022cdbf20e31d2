import { assertEquals } from "@std/assert";
import { escapeControl } from "./escape_control.ts";

/** Ranges of code points that must be escaped, inclusive. */
const RANGES: readonly (readonly [name: string, first: number, last: number])[] = [
  ["C0", 0x00, 0x1f],
  ["DEL", 0x7f, 0x7f],
  ["C1", 0x80, 0x9f],
  ["Arabic letter mark", 0x061c, 0x061c],
  ["left-to-right and right-to-left mark", 0x200e, 0x200f],
  ["line and paragraph separator", 0x2028, 0x2029],
  ["embeddings and overrides", 0x202a, 0x202e],
  ["isolates", 0x2066, 0x2069],
];

Deno.test("escapeControl escapes terminal controls and direction changes", async (t) => {
  for (const [name, first, last] of RANGES) {
    await t.step(name, () => {
      for (let code = first; code <= last; code++) {
        const character = String.fromCodePoint(code);
        const escaped = escapeControl(`a${character}b`);
        assertEquals(/^a\\[\x21-\x7e]+b$/.test(escaped), true, `U+${code.toString(16)}`);
        // JSON parses the escapes to the same text.
        assertEquals(JSON.parse(`"${escaped}"`), `a${character}b`);
      }
    });
  }
});

Deno.test("escapeControl keeps ordinary text", () => {
  const text = "Olá, “mundo”! שלום, مرحبا, 你好, 👩‍👩‍👧 \\n C:\\tmp";
  assertEquals(escapeControl(text), text);
});
