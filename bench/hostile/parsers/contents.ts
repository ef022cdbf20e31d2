/** Texts that a hostile peer may send, by kind, in any length. */
export const CONTENTS: Readonly<Record<string, (length: number) => string>> = {
  letters: (length) => "a".repeat(length),
  words: repeat("ab "),
  spaces: (length) => ` ${" ".repeat(Math.max(0, length - 2))}x`,
  marks: (length) => `a${"\u0301".repeat(length - 1)}`,
  "marks in disorder": (length) => {
    const half = (length - 1) >> 1;
    return `a${"\u0301".repeat(half)}${"\u0323".repeat(half)}`;
  },
  "letters with marks": repeat("e\u0301\u0323"),
  "Hangul letters": repeat("\u1100\u1161\u11a8"),
  emoji: repeat("🦜"),
  "joined emoji": repeat("👩‍"),
  flags: repeat("🇧"),
  controls: repeat("\x1b["),
  colons: (length) => `${":".repeat(length - 1)}x`,
  hex: (length) => `::${"f".repeat(length - 3)}x`,
  digits: (length) => `${"1.".repeat(length >> 1)}x`,
  slashes: repeat("/"),
  dashes: (length) => `a${"-._".repeat(length / 3)}!`,
  quotes: repeat('"'),
  backslashes: repeat("\\"),
  brackets: (length) => `http://a${")".repeat(length - 8)}`,
  "open brackets": (length) => `http://a${"(".repeat(length >> 1)}${")".repeat(length >> 1)}`,
  addresses: repeat("http://a.b/ "),
  points: (length) => `http://a${".".repeat(length - 8)}x`,
  names: repeat("@a"),
  "line breaks": repeat("\n"),
  asterisks: repeat("*a **b "),
  backticks: repeat("``a` "),
  "quotes in quotes": repeat("> "),
  fences: repeat("```\n"),
};

/** JSON values that a hostile peer may send in a field that no parser reads. */
export const VALUES: Readonly<Record<string, (length: number) => string>> = {
  "numbers in quotes": (length) =>
    `[${Array.from({ length: length / 11 }, (_, nth) => `"${(nth + 1) * 2 ** 17}"`)}]`,
  "numbers as keys": (length) =>
    `{${Array.from({ length: length / 13 }, (_, nth) => `"${(nth + 1) * 2 ** 17}":0`)}}`,
  arrays: (length) => `${"[".repeat(length >> 1)}${"]".repeat(length >> 1)}`,
  objects: (length) => `${'{"a":'.repeat(length / 6)}0${"}".repeat(length / 6)}`,
  keys: (length) => `{${Array.from({ length: length / 9 }, (_, nth) => `"${toKey(nth)}":0`)}}`,
  zeros: (length) => `[${Array.from({ length: length >> 1 }, () => 0)}]`,
  "a long number": (length) => "1".repeat(length),
  "a long fraction": (length) => `0.${"1".repeat(length)}e-300`,
  escapes: (length) => `"${"\\u0061".repeat(length / 6)}"`,
};

/** Returns keys of the same length, so that a text 16 times as long has 16 times as many. */
function toKey(nth: number): string {
  return nth.toString(36).padStart(4, "k");
}

function repeat(unit: string): (length: number) => string {
  return (length) => unit.repeat(Math.ceil(length / unit.length)).slice(0, length);
}
