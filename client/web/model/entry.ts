import type { Ref } from "../../../protocol/messages/request.ts";

/** A message that the server keeps. */
export interface Said {
  readonly id: number;
  readonly from: string;
  readonly text: string;
  /** When it was said, in Unix milliseconds. */
  readonly at: number;
}

/** A message in a talk. */
export interface SaidEntry extends Said {
  readonly kind: "said";
  /** Tells it from the others of the talk. */
  readonly key: string;
  readonly isOwn: boolean;
  readonly isMention: boolean;
}

/** Something that happened in a talk, or an answer to a command. */
export interface Note {
  readonly kind: "note";
  readonly key: string;
  readonly at: number;
  readonly text: string;
  readonly isProblem: boolean;
}

/** Something that was said here and is not acknowledged yet. */
export interface Pending {
  readonly ref: Ref;
  readonly text: string;
  /** Why it was refused, if it was. */
  readonly problem?: string;
}

export type Entry = SaidEntry | Note;
