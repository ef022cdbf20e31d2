// Writes server/confusables/confusables.json: characters of names that look like others, from the UTS 39 data of ICU 72
// (Debian's package libicu72).
// Run: deno run --allow-ffi --allow-write=server build/generate_confusables.ts
import { isSpelled } from "../protocol/text/names.ts";
import type { Confusables } from "../server/confusables/skeleton.ts";

/** ICU's shared libraries. */
export const LIBRARIES = { text: "libicui18n.so.72", characters: "libicuuc.so.72" };

/** Maximum UTF-16 units of one character's skeleton. */
const CAPACITY = 64;

/**
 * Reads from ICU the skeleton of every character that a name may contain or that one decomposes to, apart from those that
 * the form NFKD replaces: a name is in this form when its characters are looked up.
 *
 * @returns The characters whose skeleton differs from them.
 * @throws {Error} If the library is missing, or a call fails.
 */
export function readConfusables(): Confusables {
  const text = Deno.dlopen(LIBRARIES.text, {
    uspoof_open_72: { parameters: ["buffer"], result: "pointer" },
    uspoof_getSkeleton_72: {
      parameters: ["pointer", "u32", "buffer", "i32", "buffer", "i32", "buffer"],
      result: "i32",
    },
    uspoof_close_72: { parameters: ["pointer"], result: "void" },
  });
  const characters = Deno.dlopen(LIBRARIES.characters, {
    u_getUnicodeVersion_72: { parameters: ["buffer"], result: "void" },
  });
  const version = new Uint8Array(4);
  characters.symbols.u_getUnicodeVersion_72(version);
  const error = new Int32Array(1);
  const checker = text.symbols.uspoof_open_72(error);
  const skeleton = (character: string): string => {
    const units = Uint16Array.from(character.split(""), (unit) => unit.charCodeAt(0));
    const found = new Uint16Array(CAPACITY);
    const length = text.symbols.uspoof_getSkeleton_72(
      checker,
      0,
      units,
      units.length,
      found,
      CAPACITY,
      error,
    );
    if (error[0]! > 0) throw new Error(`ICU failed on ${JSON.stringify(character)}: ${error[0]}`);
    return String.fromCharCode(...found.subarray(0, length));
  };
  const looks: Record<string, string> = {};
  for (let code = 0; code <= 0x10ffff; code++) {
    if (code >= 0xd800 && code <= 0xdfff) continue;
    const character = String.fromCodePoint(code);
    if (character.normalize("NFKD") !== character || !isSpelled(`1${character}1`)) {
      continue;
    }
    const like = skeleton(character);
    if (like !== character) looks[like] = (looks[like] ?? "") + character;
  }
  text.symbols.uspoof_close_72(checker);
  text.close();
  characters.close();
  const unicode = version.subarray(0, 2).join(".");
  return {
    source: `ICU 72, Unicode ${unicode}, written by build/generate_confusables.ts`,
    looks,
  };
}

if (import.meta.main) {
  const path = new URL("../server/confusables/confusables.json", import.meta.url);
  Deno.writeTextFileSync(path, `${JSON.stringify(readConfusables(), null, 2)}\n`);
}
