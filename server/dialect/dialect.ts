/**
 * Dialects: decode payloads to commands and encode events as payloads. One is JSON, the other plain text.
 *
 * Nothing here executes a command, or knows how payloads are framed and carried.
 *
 * @module
 */
import type { Command } from "../../protocol/commands/command_entry.ts";
import type { LineProblem } from "../../protocol/commands/parse_line.ts";
import type { ServerMessage } from "../../protocol/messages/server_messages.ts";

/** A decoded frame. */
export type Decoded =
  | { readonly kind: "command"; readonly command: Command }
  | { readonly kind: "problem"; readonly problem: LineProblem }
  /** Answered by the dialect itself. */
  | { readonly kind: "reply"; readonly events: readonly ServerMessage[] };

/** Packs payloads into the frames of a transport. */
export type Framing = (payloads: readonly string[]) => Uint8Array;

/** What members who speak a dialect receive, and its encoding. */
export interface Wire {
  /** Whether a member receives its own messages. */
  readonly echoes: boolean;
  /** Whether joins, leaves and renames of others are sent. */
  readonly announces: boolean;
  /** Whether recent messages are sent on joining a room. */
  readonly replays: boolean;
  /** Whether clients answer a ping. */
  readonly answersPing: boolean;
  /** Whether changes to messages are sent. */
  readonly changes: boolean;
  /**
   * Encodes events, in order, as frames.
   *
   * @param events The events.
   * @param reader Name of the only user who gets them; without it, all members of this dialect and transport may share the bytes.
   */
  encode(events: readonly ServerMessage[], reader?: string): Uint8Array;
}

/** Decodes frames into commands and encodes events into frames of one transport. Holds no state of a session. */
export interface Dialect extends Wire {
  /** What clients receive that ask for changes to messages. */
  readonly withChanges: Wire;

  /**
   * Decodes a frame.
   *
   * @param frame The payload, decoded or not; its bytes may be reused after the call.
   * @param hasName Whether the session has a name.
   */
  decode(frame: string | Uint8Array, hasName: boolean): Decoded;
}

const decoder = new TextDecoder("utf-8", { ignoreBOM: true });
const strictDecoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/** Replacement of bytes that are not UTF-8; a text may contain it, too. */
const REPLACEMENT = "\ufffd";

/** Decodes a frame as UTF-8 unless it is text already; returns `undefined` if it is not UTF-8. */
export function decodeUtf8(frame: string | Uint8Array): string | undefined {
  if (typeof frame === "string") return frame;
  // The strict decoder takes several times as long, so it runs only if there may be an error.
  const text = decoder.decode(frame);
  if (!text.includes(REPLACEMENT)) return text;
  try {
    return strictDecoder.decode(frame);
  } catch {
    return undefined;
  }
}

/** Error for a frame that is not UTF-8. */
export const NOT_UTF8: Decoded = {
  kind: "problem",
  problem: { code: "bad_message", value: "UTF-8" },
};
