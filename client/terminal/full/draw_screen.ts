import type { DrawnLine, Size } from "../bottom_line.ts";
import { dim } from "../style.ts";
import { drawMembers, type ListedMembers } from "./draw_members.ts";
import { drawActivity, drawRooms, type ListedRoom } from "./draw_rooms.ts";
import { drawTopic, type ShownTopic } from "./draw_topic.ts";
import { fit, padRows } from "./fit.ts";
import { type Area, type Layout, layOut } from "./layout.ts";

/** Content of the screen. */
export interface ScreenContent {
  readonly rooms: readonly ListedRoom[];
  /** The current conversation; `undefined` if there is none. */
  readonly topic: ShownTopic | undefined;
  /** Members of the current room; `undefined` in a private conversation. */
  readonly members: ListedMembers | undefined;
  /** What goes on; `undefined` for nothing. */
  readonly status: string | undefined;
  readonly input: DrawnLine;
  /** Returns the rows of the log that are seen in an area. */
  readonly log: (area: Area) => readonly string[];
}

/** The rows of a screen, and the cursor in it. */
export interface DrawnScreen {
  /** One for each row of the terminal, with the escape sequences for columns and styles. */
  readonly rows: readonly string[];
  /** Index of the row with the cursor. */
  readonly row: number;
  /** Text before the cursor in that row. */
  readonly before: string;
}

/** A part of a row, drawn from a column on. */
interface Part {
  readonly column: number;
  readonly text: string;
}

/** Line between two columns. */
const SEPARATOR = "│";

/** Draws the whole screen. Each part begins in its column even if the terminal measures a character before it differently. */
export function drawScreen(content: ScreenContent, size: Size): DrawnScreen {
  const { input, status } = content;
  const layout = layOut(size, {
    inputRows: input.rows.length,
    hasMembers: content.members !== undefined,
    hasStatus: status !== undefined,
  });
  const rows: Part[][] = Array.from({ length: size.rows }, () => []);
  const put = (area: Area | undefined, texts: readonly string[]) => {
    if (!area) return;
    for (const [index, text] of texts.slice(0, area.rows).entries()) {
      rows[area.row + index]!.push({ column: area.column, text });
    }
  };
  const { topic, rooms, log, members } = layout;
  if (topic) put(topic, [drawTopic(content.topic ?? NOWHERE, topic.columns)]);
  if (rooms) put(rooms, drawRooms(content.rooms, rooms));
  if (rooms) put(separatorBefore(log), lines(log));
  put(log, padRows(content.log(log), log.rows, log.columns));
  if (members) put(separatorBefore(members), lines(members));
  if (members && content.members) put(members, drawMembers(content.members, members));
  putBars(layout, content, put);
  // Of an input that is higher than the screen, the part with the cursor.
  const from = Math.max(0, Math.min(input.row, input.rows.length - layout.input.rows));
  put(layout.input, input.rows.slice(from).map((row) => fit(row, layout.input.columns)));
  return {
    rows: rows.map(join),
    row: layout.input.row + input.row - from,
    before: input.before,
  };
}

const NOWHERE: ShownTopic = { name: "", count: undefined, topic: "" };

function putBars(
  { bar, rooms, status: extra }: Layout,
  content: ScreenContent,
  put: (area: Area | undefined, texts: readonly string[]) => void,
): void {
  if (!bar) return;
  const { columns } = bar;
  const text = content.status === undefined ? undefined : dim(fit(content.status, columns));
  if (rooms) return put(bar, [text ?? dim("─".repeat(columns))]);
  const activity = drawActivity(content.rooms, columns);
  put(extra, [text ?? activity]);
  put(bar, [extra === undefined && text !== undefined ? text : activity]);
}

function separatorBefore({ column, ...area }: Area): Area {
  return { ...area, column: column - 1, columns: 1 };
}

function lines({ rows }: Area): string[] {
  return Array<string>(rows).fill(dim(SEPARATOR));
}

function join(parts: readonly Part[]): string {
  return parts.map(({ column, text }) => column === 0 ? text : `\x1b[${column + 1}G${text}`).join(
    "",
  );
}
