import type { UnreadRoom } from "../conversation/line_rooms.ts";
import { cutTo, width } from "./graphemes.ts";

/** Widths of rooms' names to try, in columns, until all of them fit. */
const NAME_WIDTHS = [Infinity, 12, 8, 5] as const;

/** Shortest part of the current room's name, in columns. */
const SHORTEST = 6;

/** What is shown at the input line. */
export interface Prompt {
  readonly prompt: string;
  /** The other rooms with unread messages, in a row of its own, if the prompt has no room for them. */
  readonly activity?: string;
}

/** Options of {@linkcode promptOf}. */
export interface PromptOptions {
  /** Sign of the prompt. */
  readonly sign: string;
  /** The current room, if the user needs to be told. */
  readonly here: string | undefined;
  /** The watched rooms. */
  readonly otherRooms: readonly UnreadRoom[];
  /** Before the rooms with unread messages. */
  readonly label: string;
  /** Width of the terminal. */
  readonly columns: number;
}

/**
 * Returns what to show at the input line: the current room, and where messages are unread, with `!` where some of them
 * concern the user. If that would take more than half of the width, the unread rooms get a row of their own.
 */
export function promptOf(options: PromptOptions): Prompt {
  const { sign, here, otherRooms, label, columns } = options;
  const unread = otherRooms.filter(({ unread }) => unread > 0)
    .sort((one, other) => Number(other.mentions > 0) - Number(one.mentions > 0));
  if (here === undefined && unread.length === 0) return { prompt: sign };
  const place = here === undefined
    ? []
    : [shorten(here, Math.max(SHORTEST, Math.floor(columns / 2) - width(`[] ${sign}`)))];
  const prompt = here === undefined ? sign : `[${place[0]}] ${sign}`;
  const whole = `[${[...place, ...unread.map((room) => shown(room))].join(" · ")}] ${sign}`;
  if (unread.length === 0 || width(whole) <= columns / 2) return { prompt: whole };
  return { prompt, activity: `${label}${fitting(unread, columns - 1 - width(label))}` };
}

/** Lists as many rooms as fit in a number of columns, with shortened names if need be, and how many more there are. */
function fitting(rooms: readonly UnreadRoom[], most: number): string {
  // A room takes six columns at least, as in `#a 1, `.
  for (let count = Math.min(rooms.length, Math.ceil(most / 6)); count > 0; count--) {
    const more = count < rooms.length ? ` +${rooms.length - count}` : "";
    for (const longest of NAME_WIDTHS) {
      const line = rooms.slice(0, count).map((room) => shown(room, longest)).join(", ") + more;
      if (width(line) <= most) return line;
    }
  }
  return `+${rooms.length}`;
}

function shown({ room, unread, mentions }: UnreadRoom, longest = Infinity): string {
  return `${shorten(room, longest)} ${unread}${mentions > 0 ? "!" : ""}`;
}

function shorten(name: string, longest: number): string {
  return width(name) <= longest ? name : `${cutTo(name, longest - 1)}…`;
}
