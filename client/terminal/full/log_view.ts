import type { LogRows } from "./log_rows.ts";

/** A row of a log: one of the rows of an entry. */
export interface LogPosition {
  /** Key of the entry. */
  readonly key: string;
  /** Index among the rows of the entry. */
  readonly row: number;
}

/** The part of a log that is seen. */
export interface LogView {
  /** Its rows, fewer than asked for if the log is shorter. */
  readonly rows: readonly string[];
  /** The last row seen; `undefined` at the end of the log, which the view follows. */
  readonly last: LogPosition | undefined;
  /** Keys of the entries seen, in order. */
  readonly keys: readonly string[];
  /** Whether the first row of the log is seen. */
  readonly isAtStart: boolean;
}

/** A row by the index of its entry. */
interface Place {
  readonly index: number;
  readonly row: number;
}

/**
 * Returns the part of a log that ends with a row.
 *
 * @param log The log.
 * @param height Number of rows.
 * @param last The last row; the end of the log if `undefined` or not there.
 */
export function viewLog(log: LogRows, height: number, last?: LogPosition): LogView {
  const bottom = placeOf(log, last) ?? endOf(log);
  const rows: string[] = [];
  const keys: string[] = [];
  let index = bottom.index;
  let isWhole = true;
  for (; index >= 0 && rows.length < height; index--) {
    const all = log.rowsAt(index);
    const above = index === bottom.index ? all.slice(0, bottom.row + 1) : all;
    const shown = above.slice(-(height - rows.length));
    isWhole = shown.length === above.length;
    rows.unshift(...shown);
    keys.unshift(log.keyAt(index));
  }
  const isAtStart = index < 0 && isWhole;
  // At the start of the log there may be too few rows above.
  const end = moveBy(log, bottom, isAtStart ? height - rows.length : 0, (index, row) => {
    rows.push(row);
    if (keys.at(-1) !== log.keyAt(index)) keys.push(log.keyAt(index));
  });
  return { rows, last: toPosition(log, end), keys, isAtStart };
}

/**
 * Returns the last row to see after scrolling.
 *
 * @param log The log.
 * @param height Number of rows that are seen.
 * @param last The last row seen now.
 * @param by How many rows to go down; up if negative.
 */
export function scrollLog(
  log: LogRows,
  height: number,
  last: LogPosition | undefined,
  by: number,
): LogPosition | undefined {
  const from = placeOf(log, last) ?? endOf(log);
  const to = toPosition(log, moveBy(log, from, by));
  return viewLog(log, height, to).last;
}

/** Returns the last row to see so that an entry is seen whole, if it fits: nothing moves if it is seen already. */
export function scrollTo(
  log: LogRows,
  height: number,
  last: LogPosition | undefined,
  key: string,
): LogPosition | undefined {
  const index = log.indexOf(key);
  if (index === undefined) return last;
  const bottom = placeOf(log, last) ?? endOf(log);
  const { length } = log.rowsAt(index);
  if (bottom.index < index || bottom.index === index && bottom.row < length - 1) {
    return toPosition(log, { index, row: length - 1 });
  }
  // The lowest last row with which the first row of the entry is seen.
  const lowest = moveBy(log, { index, row: 0 }, height - 1);
  return isBelow(bottom, lowest) ? toPosition(log, lowest) : last;
}

/** Goes down some rows, up if the number is negative, as far as the log reaches. Going down, `onRow` gets each row. */
function moveBy(
  log: LogRows,
  { index, row }: Place,
  by: number,
  onRow: (index: number, row: string) => void = () => {},
): Place {
  let left = by;
  for (; left < 0 && (row > 0 || index > 0); left++) {
    if (row > 0) row--;
    else row = log.rowsAt(--index).length - 1;
  }
  for (; left > 0; left--) {
    if (index < 0 || index >= log.length) break;
    if (row < log.rowsAt(index).length - 1) row++;
    else if (index < log.length - 1) [index, row] = [index + 1, 0];
    else break;
    onRow(index, log.rowsAt(index)[row]!);
  }
  return { index, row };
}

function placeOf(log: LogRows, position: LogPosition | undefined): Place | undefined {
  const index = position && log.indexOf(position.key);
  if (index === undefined) return undefined;
  return { index, row: Math.min(position!.row, log.rowsAt(index).length - 1) };
}

function endOf(log: LogRows): Place {
  const index = log.length - 1;
  return { index, row: index < 0 ? 0 : log.rowsAt(index).length - 1 };
}

function toPosition(log: LogRows, { index, row }: Place): LogPosition | undefined {
  if (!isBelow(endOf(log), { index, row })) return undefined;
  return { key: log.keyAt(index), row };
}

function isBelow(one: Place, other: Place): boolean {
  return one.index > other.index || one.index === other.index && one.row > other.row;
}
