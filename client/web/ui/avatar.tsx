import { nameStyle } from "../model/name_style.ts";

/** Returns the class that colours a name. */
export function hueOf(name: string): string {
  return `hue-${nameStyle(name).hue}`;
}

/** Two characters of a name in its colour. Hidden from screen readers: the name is always next to it. */
export function Avatar({ name }: { readonly name: string }) {
  const { hue, isSolid, characters } = nameStyle(name);
  return (
    <span class={`avatar hue-${hue} ${isSolid ? "is-solid" : ""}`} aria-hidden="true">
      {characters}
    </span>
  );
}
