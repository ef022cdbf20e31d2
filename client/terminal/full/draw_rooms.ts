import { width } from "../graphemes.ts";
import { MENTION_MARK } from "../render_entry.ts";
import { bold, dim, inverse } from "../style.ts";
import { fit, pad, padRows } from "./fit.ts";
import type { Area } from "./layout.ts";

/** A conversation in the list. */
export interface ListedRoom {
  readonly name: string;
  readonly unread: number;
  /** Unread messages that concern the user; all of them in a private conversation. */
  readonly mentions: number;
  readonly isCurrent: boolean;
}

/** Most rooms that a digit selects. */
const NUMBERED = 9;

/** Draws the list of rooms: number, name, and unread messages. If it is too long, the part around the current room. */
export function drawRooms(
  rooms: readonly ListedRoom[],
  { rows: height, columns }: Pick<Area, "rows" | "columns">,
): string[] {
  const current = Math.max(0, rooms.findIndex(({ isCurrent }) => isCurrent));
  const first = Math.max(
    0,
    Math.min(current - Math.floor(height / 2), rooms.length - height),
  );
  const drawn = rooms.slice(first, first + height).map((room, index) => {
    const counts = countsOf(room);
    const number = first + index < NUMBERED ? `${first + index + 1}` : " ";
    const mark = room.isCurrent ? ">" : " ";
    const after = counts === "" ? "" : ` ${counts}`;
    const name = fit(`${mark}${number} ${room.name}`, Math.max(0, columns - width(after)));
    return styleOf(room)(fit(name + after, columns));
  });
  return padRows(drawn, height, columns);
}

/** Draws one row: the current room, then the rooms with unread messages, first those with messages that concern the user. */
export function drawActivity(rooms: readonly ListedRoom[], columns: number): string {
  const numbered = rooms.map((room, index) => ({ ...room, number: index + 1 }));
  const unread = numbered.filter(({ unread, isCurrent }) => unread > 0 && !isCurrent);
  const current = numbered.find(({ isCurrent }) => isCurrent);
  const shown = [
    ...(current ? [{ text: `[${current.number} ${current.name}]`, style: asItIs }] : []),
    ...unread.sort((one, other) => other.mentions - one.mentions).map((room) => ({
      text: `${room.number} ${room.name} ${countsOf(room)}`,
      style: room.mentions > 0 ? bold : asItIs,
    })),
  ];
  let row = "";
  let taken = 0;
  for (const [index, { text, style }] of shown.entries()) {
    const between = index === 0 ? "" : " · ";
    const rest = shown.length - index - 1;
    // What does not fit is counted.
    const left = columns - taken - between.length - more(rest).length;
    if (index === 0 && left <= 0) return fit(text, columns);
    if (index > 0 && width(text) > left) {
      row += more(rest + 1);
      break;
    }
    const length = Math.min(width(text), left);
    row += between + style(fit(text, length));
    taken += between.length + length;
  }
  return pad(row, columns);
}

function more(count: number): string {
  return count === 0 ? "" : ` +${count}`;
}

function countsOf({ unread, mentions }: ListedRoom): string {
  if (unread === 0) return "";
  if (mentions === 0) return `${unread}`;
  return mentions >= unread ? `${MENTION_MARK}${unread}` : `${MENTION_MARK}${mentions} ${unread}`;
}

function styleOf({ isCurrent, mentions, unread }: ListedRoom): (text: string) => string {
  if (isCurrent) return inverse;
  if (mentions > 0) return bold;
  return unread > 0 ? asItIs : dim;
}

function asItIs(text: string): string {
  return text;
}
