import { GUEST_PREFIXES } from "../../locale/languages.ts";
import { nameKey } from "../../protocol/text/names.ts";
import { skeletons } from "../confusables/confusable_index.ts";

/** Numbers tried in order; after that they are random, as there may be many guests. */
const IN_ORDER = 16;

/** Maximum digits of a number. */
const MAX_DIGITS = 9;

let prefixes: readonly (readonly string[])[] | undefined;
let digits: ReadonlySet<string> | undefined;

/**
 * Returns whether a name has the form of a guest's name in any language, or looks like one. Such names cannot be
 * registered, so that private messages to an account never reach a guest to whom the server gave its name.
 *
 * @param name A user name.
 */
export function isGuestName(name: string): boolean {
  prefixes ??= Object.values(GUEST_PREFIXES).map((word) => skeletons(`${word}-`));
  digits ??= new Set([..."0123456789"].flatMap(skeletons));
  const looks = skeletons(nameKey(name));
  return prefixes.some((ways) =>
    ways.some((prefix, index) => {
      const look = looks[index]!;
      const rest = look.slice(prefix.length);
      return look.startsWith(prefix) && rest !== "" && [...rest].every((one) => digits!.has(one));
    })
  );
}

/** Yields names for guests, without end. */
export function* guestNames(word: string): Generator<string, never> {
  for (let number = 1; number <= IN_ORDER; number++) yield `${word}-${number}`;
  for (let tries = 0;; tries++) {
    const most = 10 ** Math.min(2 + Math.floor(tries / 4), MAX_DIGITS);
    yield `${word}-${Math.ceil(Math.random() * most)}`;
  }
}
