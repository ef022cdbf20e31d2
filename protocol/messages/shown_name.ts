import { escapeControl } from "../text/escape_control.ts";
import { type Read, ShapeError, text } from "./shape.ts";

/** Maximum UTF-16 code units per code point. */
export const PER_CODE_POINT = 2;

/** Maximum UTF-16 code units of a name or address, which may have been stored under earlier rules. */
const MAX_SHOWN = 512;

/** Reads a name or address, which may have been stored under earlier rules but contains nothing to escape. */
export const shownName: Read<string> = (value) => {
  const name = text(MAX_SHOWN, 1)(value);
  if (escapeControl(name) !== name) throw new ShapeError("not a name");
  return name;
};
