/**
 * Dialects: from a payload to a command, and from events to payloads. JSON is one, plain text the other.
 *
 * Nothing here executes a command, or knows how payloads are framed and carried.
 *
 * @module
 */
import type { Command } from "../../protocol/commands/command_entry.ts";
import type { LineProblem } from "../../protocol/commands/parse_line.ts";
import type { ServerMessage } from "../../protocol/messages/messages.ts";

/** What a frame turned out to be. */
export type Decoded =
  | { readonly kind: "command"; readonly command: Command }
  | { readonly kind: "problem"; readonly problem: LineProblem }
  /** Answered by the dialect itself. */
  | { readonly kind: "reply"; readonly events: readonly ServerMessage[] };

/** How bytes are packed for one kind of transport: each payload into a frame, one after the other. */
export type Framing = (payloads: readonly string[]) => Uint8Array;

/** What of the talk reaches those who speak a dialect, and as which bytes. */
export interface Wire {
  /** Whether one gets a copy of what one said. */
  readonly echoes: boolean;
  /** Whether other people's comings, goings and changes of name are told. */
  readonly announces: boolean;
  /** Whether the latest messages are sent on joining a room. */
  readonly replays: boolean;
  /** Whether a ping is answered. */
  readonly answersPing: boolean;
  /** Encodes events, in order, framed. The bytes may be shared among all who speak the dialect over the same transport. */
  encode(events: readonly ServerMessage[]): Uint8Array;
}

/** Turns frames into commands, and events into frames, over one kind of transport. It has no state of a session. */
export interface Dialect extends Wire {
  /**
   * Decodes a frame.
   *
   * @param frame The payload, decoded or not; its bytes may be reused after the call.
   * @param hasName Whether the session has said its name.
   */
  decode(frame: string | Uint8Array, hasName: boolean): Decoded;
}

const decoder = new TextDecoder("utf-8", { ignoreBOM: true });
const strictDecoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/** What takes the place of bytes that are no UTF-8; a text may have it of itself. */
const REPLACEMENT = "\ufffd";

/** Reads a frame as UTF-8, unless it is text already; gives `undefined` where it is none. */
export function decodeUtf8(frame: string | Uint8Array): string | undefined {
  if (typeof frame === "string") return frame;
  // The strict decoder takes several times as long, and is asked where it matters only.
  const text = decoder.decode(frame);
  if (!text.includes(REPLACEMENT)) return text;
  try {
    return strictDecoder.decode(frame);
  } catch {
    return undefined;
  }
}

/** What was wrong with a frame that is no UTF-8. */
export const NOT_UTF8: Decoded = {
  kind: "problem",
  problem: { code: "bad_message", detail: "UTF-8" },
};
