import { encodeFrame } from "../../protocol/framing/encode_frame.ts";
import type { Step } from "../wires/wire.ts";
import type { SeedName } from "./seeds.ts";

/** One connection of an abusive client. */
export interface Abuser {
  /** Index of the connection, from 0. */
  readonly nth: number;
  /** Unique over all connections and runs. */
  readonly name: string;
}

/** An abuse: load that stays within every limit and is meant to harm other users. */
export interface Abuse {
  readonly name: string;
  /** Description in the table. */
  readonly title: string;
  /** Number of connections, all from one address. The server allows 64 at a time and 120 new ones a minute. */
  readonly connections: number;
  /** Frames per second and connection; 10 by default, `Infinity` for as fast as the server reads. */
  readonly rate?: number;
  /** Maximum number of frames per connection; unlimited by default. */
  readonly times?: number;
  /** Whether to connect to the web port. */
  readonly isWeb?: true;
  /** Whether to leave the server's answers unread. */
  readonly neverReads?: true;
  /** Messages to store before the server starts. */
  readonly seed?: SeedName;
  /** Whether new clients log in to an account with its password. */
  readonly hasPasswords?: true;
  /** Returns what a connection sends before the abuse starts, and a text that its last answer contains. */
  prepare?(abuser: Abuser): Step;
  /** Returns the bytes to send, given how many times the connection has sent already. */
  say(abuser: Abuser, count: number): Uint8Array<ArrayBuffer>;
}

/** `ref` of the last request of the preparation: its answer ends it. */
const LAST = "prepared";

/** Encodes a message of the JSON dialect. */
export function frame(message: unknown): Uint8Array<ArrayBuffer> {
  return encodeFrame(JSON.stringify(message));
}

/** Returns a step that signs in and sends requests, and ends when the server has answered all of them. */
export function signIn({ name }: Abuser, ...messages: readonly unknown[]): Step {
  const hello = { type: "hello", name, version: 1 };
  const all = [hello, ...messages, { type: "ping", ref: LAST }].map(frame);
  const send = new Uint8Array(all.reduce((length, bytes) => length + bytes.length, 0));
  let offset = 0;
  for (const bytes of all) {
    send.set(bytes, offset);
    offset += bytes.length;
  }
  return { send, until: `"ref":"${LAST}"` };
}

/** Returns a function that cycles through frames that are encoded once. */
export function inTurns(frames: readonly Uint8Array<ArrayBuffer>[]): Abuse["say"] {
  return (_abuser, count) => frames[count % frames.length]!;
}

/** Creates an abuse that signs in and then cycles through the given requests. */
export function repeated(
  about: Omit<Abuse, "say">,
  ...messages: readonly unknown[]
): Abuse {
  return { prepare: (abuser) => signIn(abuser), ...about, say: inTurns(messages.map(frame)) };
}
