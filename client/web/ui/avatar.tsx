import { nameKey } from "../../../protocol/text/names.ts";

/** How many colours there are for names. */
const HUES = 8;

/** Gives the class of the colour in which a name is always shown. */
export function hueOf(name: string): string {
  // FNV-1a: names that differ in a letter are far apart.
  let hash = 0x811c9dc5;
  for (const character of nameKey(name)) {
    hash = Math.imul(hash ^ character.codePointAt(0)!, 0x01000193) >>> 0;
  }
  return `hue-${(hash >>> 16) % HUES}`;
}

/** The first letter of a name, in its colour; the name itself stands beside it. */
export function Avatar({ name }: { readonly name: string }) {
  const [initial = "?"] = name;
  return <span class={`avatar ${hueOf(name)}`} aria-hidden="true">{initial.toUpperCase()}</span>;
}
