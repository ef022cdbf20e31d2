import { nameColor } from "../name_color.ts";
import { bold, colored, dim } from "../style.ts";
import { fit, padRows } from "./fit.ts";
import type { Area } from "./layout.ts";

/** Members of a room. */
export interface ListedMembers {
  /** Names in the order in which they are shown. */
  readonly names: readonly string[];
  /** Names that get the mark of operators. */
  readonly operators: ReadonlySet<string>;
  /** Members who are away, by name. */
  readonly away: { has(name: string): boolean };
  /** The user's name. */
  readonly self: string;
}

/**
 * Draws the members of a room: operators with an `@`, members who are away dimmed and in parentheses. If not all fit, the last
 * row says how many are left out.
 */
export function drawMembers(
  { names, operators, away, self }: ListedMembers,
  { rows, columns }: Pick<Area, "rows" | "columns">,
): string[] {
  const shown = names.length > rows ? names.slice(0, Math.max(0, rows - 1)) : names;
  const drawn = shown.map((name) => {
    const isAway = away.has(name);
    const shown = isAway ? `(${name})` : name;
    const row = fit(`${operators.has(name) ? "@" : " "}${shown}`, columns);
    if (isAway) return dim(row);
    return name === self ? bold(row) : colored(row, nameColor(name));
  });
  const left = names.length - shown.length;
  return padRows(left > 0 ? [...drawn, dim(fit(` +${left}`, columns))] : drawn, rows, columns);
}
