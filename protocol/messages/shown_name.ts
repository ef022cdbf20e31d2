import { type Read, ShapeError, text } from "./shape.ts";

/** Maximum UTF-16 code units per code point. */
export const PER_CODE_POINT = 2;

/** Maximum UTF-16 code units of a name or address, which may have been stored under earlier rules. */
const MAX_SHOWN = 512;

/** Characters that no name contains: controls, line breaks, and those that change the direction of text. */
const UNSHOWN = /[\p{Cc}\p{Bidi_Control}\u2028\u2029]/u;

/** Reads a name or address, which may have been stored under earlier rules. */
export const shownName: Read<string> = (value) => {
  const name = text(MAX_SHOWN, 1)(value);
  if (UNSHOWN.test(name)) throw new ShapeError("not a name");
  return name;
};
