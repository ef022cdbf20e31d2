import { nameKey } from "../../../protocol/text/names.ts";

/** Number of colours for names; avatar.css has them. */
const HUES = 8;

/** Returns the class that colours a name: always the same one for the same name. */
export function hueOf(name: string): string {
  // FNV-1a: one different letter gives an unrelated colour.
  let hash = 0x811c9dc5;
  for (const character of nameKey(name)) {
    hash = Math.imul(hash ^ character.codePointAt(0)!, 0x01000193) >>> 0;
  }
  return `hue-${(hash >>> 16) % HUES}`;
}

/** A name's first letter in its colour. Hidden from screen readers: the name is always next to it. */
export function Avatar({ name }: { readonly name: string }) {
  const [initial = "?"] = name;
  return <span class={`avatar ${hueOf(name)}`} aria-hidden="true">{initial.toUpperCase()}</span>;
}
