/**
 * Texts that both sides treat alike: names, addresses, passwords, search terms, escapes.
 *
 * Nothing here knows messages or frames.
 *
 * @module
 */
import { detach } from "./detach.ts";
import { DEFAULT_LIMITS } from "../limits.ts";
import { hasLivingMarksOnly } from "./_living_marks.ts";
import { hasLongRun } from "./marks.ts";

/** The room everybody begins in, and which never disappears. */
export const LOBBY = "#geral";

/** Names in ASCII are of one script. */
const ASCII = /^[\x20-\x7e]*$/;

/**
 * The scripts that people write today (Unicode UAX 31, recommended and limited use), by which a name is of one script: all
 * letters are of it, as far as they are of any. Chinese, Japanese and Korean are written in several, and with Latin letters
 * among them (UTS 39, highly restrictive).
 */
const SCRIPTS = `Latn Latn,Hani,Bopo Latn,Hani,Hira,Kana Latn,Hani,Hang
  Arab Armn Beng Cyrl Deva Ethi Geor Grek Gujr Guru Hebr Khmr Knda Laoo Mlym Mymr Orya Sinh Taml Telu Thaa Thai Tibt
  Adlm Bali Bamu Batk Cakm Cans Cham Cher Java Kali Lana Lepc Limb Lisu Mand Mtei Newa Nkoo Olck Osge Plrd Rohg Saur Sund
  Sylo Syrc Tale Talu Tavt Tfng Vaii Wcho Yiii`.split(/\s+/);

/**
 * Most UTF-16 units that one character of a name is written with: up to four code points become one in the form NFC, as `ᾂ`
 * does, each of at most two units.
 */
const UNITS = 8;

/** What names of each of them match, made when the first name asks for it. */
let patterns: readonly RegExp[] | undefined;

/**
 * Brings a user name to the form in which it is shown.
 *
 * @param name The name as somebody gave it.
 * @param maxLength Most code points.
 * @returns The name without space around it and in Unicode's form NFC, or `undefined` if it is not allowed: 1 to
 * `maxLength` letters of one script, digits, `_`, `-` and `.`, beginning with a letter or a digit, with marks only where the
 * script is written with them.
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
  // What is as long, with the space around it, is no name, whatever it becomes: it is not looked at.
  if (name.length > maxUnits(maxLength) || hasLongRun(name)) return undefined;
  const normal = name.trim().normalize("NFC");
  const isName = codePoints(normal) <= maxLength && isSpelled(normal) && hasLivingMarksOnly(normal);
  return isName ? detach(normal, name) : undefined;
}

/** Gives the most UTF-16 units that a name may come in, with the space around it. */
export function maxUnits(maxLength: number): number {
  return UNITS * maxLength;
}

/**
 * Whether a name has letters, marks, digits, and three signs only, all of one script; the first is a letter or a digit. None is
 * one that is not shown, or two names could look the same.
 */
export function isSpelled(name: string): boolean {
  // Made when the first name asks for it, as it takes a millisecond, and a program starts without.
  const isMadeOfThem = /^(?!.*\p{Default_Ignorable_Code_Point})[\p{L}\p{N}][\p{L}\p{M}\p{N}_.-]*$/u;
  if (!isMadeOfThem.test(name)) return false;
  if (ASCII.test(name)) return true;
  patterns ??= SCRIPTS.map((scripts) => {
    const all = ["Zyyy", "Zinh", ...scripts.split(",")];
    return new RegExp(
      `^[${all.map((script) => `\\p{Script_Extensions=${script}}`).join("")}]*$`,
      "u",
    );
  });
  return patterns.some((pattern) => pattern.test(name));
}

/**
 * Brings a room's name to the form in which it is shown.
 *
 * @param room The name as somebody gave it, with or without its `#`.
 * @param maxLength Most code points after the `#`.
 * @returns The name with its `#`, or `undefined` if what follows it is not allowed; the rules are those of {@linkcode toName}.
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
  // As above, and a `#`.
  if (room.length > maxUnits(maxLength) + 1) return undefined;
  const trimmed = room.trim();
  const name = toName(trimmed.startsWith("#") ? trimmed.slice(1) : trimmed, maxLength);
  return name === undefined ? undefined : `#${name}`;
}

/**
 * Gives the key under which names are compared: two names are one if their keys are equal. Lower case alone would not do,
 * nor upper case before it: `ẞ`, `ß` and `SS` are one.
 *
 * @param name A user's or a room's name.
 * @returns The name with its case taken away.
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
  if (ASCII.test(name)) return name.toLowerCase();
  // No name has such a run: what has one is like no other.
  if (hasLongRun(name)) return name;
  return name.normalize("NFC").toLowerCase().toUpperCase().toLowerCase().normalize("NFC");
}

/**
 * Counts the Unicode code points of a text: what limits on texts and names are measured in.
 *
 * @param text The text.
 * @returns How many code points it has.
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
    // The second half of a pair belongs to the first.
    if ((text.charCodeAt(index) & 0xfc00) !== 0xdc00) count++;
  }
  return count;
}
