import type { ChatTexts } from "../../locale/texts/catalogue.ts";
import { nameKey } from "../../protocol/text/names.ts";

/** A user who entered or left a room. */
export interface Move {
  readonly type: "joined" | "left";
  readonly name: string;
  readonly room: string;
}

/** What a user did in a run: entered, left, entered and left again, or left and came back. */
export type MoveKind = "joined" | "left" | "visited" | "returned";

/** Longest pause between two moves of a run, in milliseconds. */
const MAX_PAUSE = 10 * 60_000;

/** Most users of a run, and most of them who are named for each kind. */
const MAX_USERS = 500;
const MAX_NAMED = 4;

/** The first and the last move of a user. */
interface Moves {
  readonly first: Move;
  readonly last: Move;
}

/** Joins and leaves of one room with nothing between them, which are shown as one line. */
export class MoveRun {
  readonly #moves = new Map<string, Moves>();
  #room: string | undefined;
  #at = 0;

  /**
   * Adds a move.
   *
   * @param move The move.
   * @param now Current time, in Unix milliseconds.
   * @returns Whether it belongs to the run. If not, the run stays as it is; see {@linkcode continueRun}.
   */
  add(move: Move, now = Date.now()): boolean {
    const key = nameKey(move.name);
    const room = nameKey(move.room);
    const known = this.#moves.get(key);
    if (this.#room !== undefined) {
      const isFull = !known && this.#moves.size >= MAX_USERS;
      if (room !== this.#room || now - this.#at > MAX_PAUSE || isFull) return false;
    }
    this.#room = room;
    this.#at = now;
    this.#moves.set(key, { first: known?.first ?? move, last: move });
    return true;
  }

  /** Formats the run, a sentence for each kind of move in it. */
  text({ client }: Pick<ChatTexts, "client">): string {
    const kinds: Readonly<Record<MoveKind, Move[]>> = {
      joined: [],
      left: [],
      visited: [],
      returned: [],
    };
    for (const moves of this.#moves.values()) kinds[kindOf(moves)].push(moves.last);
    return (Object.entries(kinds) as [MoveKind, readonly Move[]][])
      .filter(([, moves]) => moves.length > 0)
      .map(([kind, moves]) => {
        const all = moves.map(({ name }) => name);
        // "and 1 other" would be no shorter than the name.
        const named = all.length > MAX_NAMED ? all.slice(0, MAX_NAMED - 1) : all;
        const users = client.users(named, all.length - named.length);
        return client.moved[kind](users, all.length, moves[0]!.room);
      })
      .join(" ");
  }
}

/**
 * Adds a move to a run, or begins another one with it.
 *
 * @param run The run before it; `undefined` if there is something between.
 * @param move The move.
 * @returns The run of the move: the same one if it belongs there.
 */
export function continueRun(run: MoveRun | undefined, move: Move): MoveRun {
  if (run?.add(move)) return run;
  const next = new MoveRun();
  next.add(move);
  return next;
}

/** Formats a single move. */
export function moveText(move: Move, texts: Pick<ChatTexts, "client">): string {
  return continueRun(undefined, move).text(texts);
}

function kindOf({ first, last }: Moves): MoveKind {
  if (first.type === last.type) return last.type;
  return first.type === "joined" ? "visited" : "returned";
}
