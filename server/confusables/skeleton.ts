// Imported as text: it is parsed when the first name needs it, not at each start.
import CONFUSABLES from "./confusables.json" with { type: "text" };

/** The content of `confusables.json`. */
export interface Confusables {
  readonly source: string;
  /** Keys are skeletons; a value has the fully decomposed characters that look like its key. */
  readonly looks: Readonly<Record<string, string>>;
}

/** A text in ASCII, which needs no more than {@linkcode ASCII_LOOKS}: reading all of the table takes 2 ms. */
const ASCII = /^[\0-\x7f]*$/;

/** What the table has for ASCII. */
const ASCII_LOOKS: Readonly<Record<string, string>> = { "0": "O", "1": "l", "I": "l", "m": "rn" };

/** Skeletons of the code points that look like others; created when the first name needs it. */
let looks: ReadonlyMap<number, string> | undefined;

/**
 * Returns the skeleton of a name: two names are confusable if their skeletons are equal (Unicode UTS 39).
 *
 * @param name The name.
 * @returns The skeleton, which is not meant to be shown.
 *
 * @example Usage
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { skeleton } from "./skeleton.ts";
 *
 * // The first is Cyrillic.
 * assertEquals(skeleton("\u0441\u043e\u0440\u0435"), skeleton("cope"));
 * ```
 */
export function skeleton(name: string): string {
  if (ASCII.test(name)) return name.replaceAll(/[01Im]/g, (character) => ASCII_LOOKS[character]!);
  const known = looks ??= readLooks();
  // The table has lookalikes by chance; Unicode itself normalizes other forms of a letter (full-width, circled, raised).
  const plain = name.normalize("NFKD");
  let look = "";
  let begin = 0;
  for (let index = 0; index < plain.length;) {
    const point = plain.codePointAt(index)!;
    const end = index + (point > 0xffff ? 2 : 1);
    const like = known.get(point);
    if (like !== undefined) {
      look += plain.slice(begin, index) + like;
      begin = end;
    }
    index = end;
  }
  // Most characters are their own skeletons; a name of only such characters is returned as it is.
  return (begin === 0 ? plain : look + plain.slice(begin)).normalize("NFD");
}

function readLooks(): Map<number, string> {
  const confusables: Confusables = JSON.parse(CONFUSABLES);
  const looks = new Map<number, string>();
  for (const [like, characters] of Object.entries(confusables.looks)) {
    for (const character of characters) looks.set(character.codePointAt(0)!, like);
  }
  return looks;
}
