import type { Confusables } from "./generate.ts";

/**
 * Read when the first name asks for it: a module would be loaded at each start. In the executable, too, it is two folders
 * beside the module, see `compile` in `deno.json`.
 */
const CONFUSABLES = new URL("../../server/confusables/confusables.json", import.meta.url);

/** What each character looks like, of those that look like another; made when the first name asks for it. */
let looks: ReadonlyMap<string, string> | undefined;

/**
 * Gives what a name looks like: two names can be taken for one another if their skeletons are equal (Unicode UTS 39).
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
  const characters = Array.from(
    name.normalize("NFKD"),
    (character) => known.get(character) ?? character,
  );
  return characters.join("").normalize("NFD");
}

function readLooks(): Map<string, string> {
  const confusables: Confusables = JSON.parse(Deno.readTextFileSync(CONFUSABLES));
  const looks = new Map<string, string>();
  for (const [like, characters] of Object.entries(confusables.looks)) {
    for (const character of characters) looks.set(character, like);
  }
  return looks;
}
