// As text: it is parsed when the first name needs it, not at each start.
import CONFUSABLES from "./confusables.json" with { type: "text" };

/** The content of `confusables.json`. */
export interface Confusables {
  readonly source: string;
  /** Keys are skeletons; a value has the fully decomposed characters that look like its key. */
  readonly looks: Readonly<Record<string, string>>;
}

/** What each code point looks like, of those that look like another; made when the first name asks for it. */
let looks: ReadonlyMap<number, string> | undefined;

/**
 * Returns what a name looks like: two names can be taken for one another if their skeletons are equal (Unicode UTS 39).
 *
 * @param name The name.
 * @returns Its skeleton, which is not for showing.
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
  const known = looks ??= readLooks();
  // The table has what looks alike by chance; letters of another form (full-width, in a circle, raised) are Unicode's own.
  const plain = name.normalize("NFKD");
  const parts: string[] = [];
  let begin = 0;
  for (let index = 0; index < plain.length;) {
    const point = plain.codePointAt(index)!;
    const end = index + (point > 0xffff ? 2 : 1);
    const like = known.get(point);
    if (like !== undefined) {
      parts.push(plain.slice(begin, index), like);
      begin = end;
    }
    index = end;
  }
  // Most characters look like themselves: a name of which that is true of all is not made again.
  return (begin === 0 ? plain : parts.join("") + plain.slice(begin)).normalize("NFD");
}

function readLooks(): Map<number, string> {
  const confusables: Confusables = JSON.parse(CONFUSABLES);
  const looks = new Map<number, string>();
  for (const [like, characters] of Object.entries(confusables.looks)) {
    for (const character of characters) looks.set(character.codePointAt(0)!, like);
  }
  return looks;
}
