/**
 * Texts that client and server must treat alike: names, addresses, passwords, search terms, escapes.
 *
 * Nothing here knows messages or frames.
 *
 * @module
 */
import { detach } from "./detach.ts";
import { DEFAULT_LIMITS } from "../limits.ts";
import { hasLivingMarksOnly } from "./_living_marks.ts";
import { hasLongRun } from "./marks.ts";

/** The room that clients enter first. It always exists. */
export const LOBBY = "#geral";

/** A text in ASCII, whose case has no exceptions. */
const ASCII = /^[\x20-\x7e]*$/;

/** A name in ASCII, which needs none of the patterns below. */
const ASCII_NAME = /^[A-Za-z\d][\w.-]*$/;

/**
 * The scripts in use today (Unicode UAX 31, recommended and limited use). All letters of a name must be of one of them.
 * Chinese, Japanese and Korean combine several scripts, also with Latin (UTS 39, highly restrictive).
 */
const SCRIPTS = `Latn Latn,Hani,Bopo Latn,Hani,Hira,Kana Latn,Hani,Hang
  Arab Armn Beng Cyrl Deva Ethi Geor Grek Gujr Guru Hebr Khmr Knda Laoo Mlym Mymr Orya Sinh Taml Telu Thaa Thai Tibt
  Adlm Bali Bamu Batk Cakm Cans Cham Cher Java Kali Lana Lepc Limb Lisu Mand Mtei Newa Nkoo Olck Osge Plrd Rohg Saur Sund
  Sylo Syrc Tale Talu Tavt Tfng Vaii Wcho Yiii`.split(/\s+/);

/**
 * Maximum UTF-16 code units that become one character of a name: up to four code points, as in `ᾂ`, of two units each.
 */
const UNITS = 8;

/** Patterns of the scripts, compiled when the first name needs them. */
let patterns: readonly RegExp[] | undefined;

/**
 * Checks a user name and returns it in the form in which it is shown.
 *
 * @param name The name as given.
 * @param maxLength Most code points.
 * @returns The name, trimmed and in Unicode's form NFC, or `undefined` if it is not allowed. Allowed are 1 to `maxLength`
 * letters of one script, digits, `_`, `-` and `.`, starting with a letter or digit, with marks only as the script uses them.
 *
 * @example Usage
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { toName } from "./names.ts";
 *
 * assertEquals(toName(" Jose\u0301 "), "José");
 * assertEquals(toName("a b"), undefined);
 * // The first letter is Cyrillic.
 * assertEquals(toName("\u0410na"), undefined);
 * ```
 */
export function toName(name: string, maxLength: number = DEFAULT_LIMITS.name): string | undefined {
  // A longer text cannot become a name, and the other checks are expensive.
  if (name.length > maxUnits(maxLength) || hasLongRun(name)) return undefined;
  const normal = name.trim().normalize("NFC");
  const isName = codePoints(normal) <= maxLength && isSpelled(normal) && hasLivingMarksOnly(normal);
  return isName ? detach(normal, name) : undefined;
}

/** Returns the maximum UTF-16 code units of a name as given, with spaces around it. */
export function maxUnits(maxLength: number): number {
  return UNITS * maxLength;
}

/**
 * Returns whether a name consists of letters, marks, digits, `_`, `-` and `.` of one script, and starts with a letter or
 * digit. Invisible characters are not allowed: with them two names could look the same.
 */
export function isSpelled(name: string): boolean {
  if (ASCII_NAME.test(name)) return true;
  if (!hasNameCharacters(name)) return false;
  patterns ??= SCRIPTS.map((scripts) => {
    const all = ["Zyyy", "Zinh", ...scripts.split(",")];
    return new RegExp(
      `^[${all.map((script) => `\\p{Script_Extensions=${script}}`).join("")}]*$`,
      "u",
    );
  });
  return patterns.some((pattern) => pattern.test(name));
}

/** Returns whether a name consists of the characters that {@linkcode isSpelled} allows, of any script. */
export function hasNameCharacters(name: string): boolean {
  // Not a literal, whose sets V8 reads together with the module: half a millisecond of each start.
  return new RegExp(
    "^(?!.*\\p{Default_Ignorable_Code_Point})[\\p{L}\\p{N}][\\p{L}\\p{M}\\p{N}_.-]*$",
    "u",
  ).test(name);
}

/**
 * Checks a room's name and returns it in the form in which it is shown.
 *
 * @param room The name as given, with or without its `#`.
 * @param maxLength Most code points after the `#`.
 * @returns The name with its `#`, or `undefined` if the rest is not allowed by the rules of {@linkcode toName}.
 *
 * @example Usage
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { toRoom } from "./names.ts";
 *
 * assertEquals(toRoom("jogos"), "#jogos");
 * assertEquals(toRoom("#"), undefined);
 * ```
 */
export function toRoom(room: string, maxLength: number = DEFAULT_LIMITS.room): string | undefined {
  // As in `toName`, plus the `#`.
  if (room.length > maxUnits(maxLength) + 1) return undefined;
  const trimmed = room.trim();
  const name = toName(trimmed.startsWith("#") ? trimmed.slice(1) : trimmed, maxLength);
  return name === undefined ? undefined : `#${name}`;
}

/**
 * Returns the key of a name: two names are the same if their keys are equal. It ignores case; lower case alone would not
 * do, because `ẞ`, `ß` and `SS` must be the same.
 *
 * @param name A user's or a room's name.
 * @returns The key.
 *
 * @example Usage
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { nameKey } from "./names.ts";
 *
 * assertEquals(nameKey("ÉRICA"), nameKey("érica"));
 * ```
 */
export function nameKey(name: string): string {
  if (ASCII.test(name)) {
    // V8 copies a short string even if it is lower case already; a server keeps many keys beside their names.
    const key = name.toLowerCase();
    return key === name ? name : key;
  }
  // No valid name has such a run, so the key equals no other.
  if (hasLongRun(name)) return name;
  return name.normalize("NFC").toLowerCase().toUpperCase().toLowerCase().normalize("NFC");
}

/**
 * Counts the Unicode code points of a text, in which limits on texts and names are measured.
 *
 * @param text The text.
 * @returns The number of code points.
 *
 * @example Usage
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { codePoints } from "./names.ts";
 *
 * assertEquals(codePoints("olá 🙂"), 5);
 * ```
 */
export function codePoints(text: string): number {
  let count = 0;
  for (let index = 0; index < text.length; index++) {
    // The low half of a surrogate pair counts with the high half.
    if ((text.charCodeAt(index) & 0xfc00) !== 0xdc00) count++;
  }
  return count;
}
