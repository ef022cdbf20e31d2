/**
 * The full-screen mode: rooms, log and members beside each other, drawn anew where they change.
 *
 * It is a second view of the chat that `client/conversation/` keeps. Commands and the input line are those of the line mode;
 * nothing here parses a command. The `draw_` files and this one turn values into rows of text, without a terminal.
 *
 * @module
 */
import type { Size } from "../bottom_line.ts";

/** A rectangle of the screen; row and column count from 0. */
export interface Area {
  readonly row: number;
  readonly column: number;
  readonly rows: number;
  readonly columns: number;
}

/** Where each part of the screen is; `undefined` for what there is no room for. */
export interface Layout {
  readonly topic: Area | undefined;
  readonly rooms: Area | undefined;
  readonly log: Area;
  readonly members: Area | undefined;
  /** One row above the input: what goes on, and in narrow terminals the rooms with unread messages. */
  readonly bar: Area | undefined;
  /** A second row for what goes on, if the first one has the rooms and there is something to say. */
  readonly status: Area | undefined;
  readonly input: Area;
}

/** What the layout depends on, beside the size. */
export interface LayoutContent {
  /** Rows of the input line. */
  readonly inputRows: number;
  readonly hasMembers: boolean;
  readonly hasStatus: boolean;
}

/** Widths from which on the rooms and the members have a column, in columns. */
const ROOMS_FROM = 60;
const MEMBERS_FROM = 100;

/** Rows that the log keeps when others are left out. */
const MIN_LOG = 2;

/** Divides the screen. */
export function layOut(
  { columns, rows }: Size,
  { inputRows, hasMembers, hasStatus }: LayoutContent,
): Layout {
  const input = Math.min(inputRows, rows);
  const isNarrow = columns < ROOMS_FROM;
  let left = rows - input;
  const take = (isWanted: boolean) => {
    if (!isWanted || left <= MIN_LOG) return 0;
    left--;
    return 1;
  };
  const bar = take(true);
  const topic = take(true);
  const status = take(isNarrow && hasStatus);
  const roomsWidth = isNarrow ? 0 : within(columns / 6, 14, 24);
  const membersWidth = columns >= MEMBERS_FROM && hasMembers ? within(columns / 7, 14, 22) : 0;
  const whole = (row: number, height: number) =>
    height === 0 ? undefined : { row, column: 0, rows: height, columns };
  const column = (start: number, width: number) =>
    width === 0 ? undefined : { row: topic, column: start, rows: left, columns: width };
  // A line separates the columns.
  const logStart = roomsWidth === 0 ? 0 : roomsWidth + 1;
  const logEnd = membersWidth === 0 ? columns : columns - membersWidth - 1;
  const below = topic + left;
  return {
    topic: whole(0, topic),
    rooms: column(0, roomsWidth),
    log: { row: topic, column: logStart, rows: left, columns: logEnd - logStart },
    members: column(logEnd + 1, membersWidth),
    status: whole(below, status),
    bar: whole(below + status, bar),
    input: { row: below + status + bar, column: 0, rows: input, columns },
  };
}

function within(value: number, least: number, most: number): number {
  return Math.min(most, Math.max(least, Math.floor(value)));
}
