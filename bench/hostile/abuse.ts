import { encodeFrame } from "../../protocol/framing/encode_frame.ts";
import type { Step } from "../wires/wire.ts";
import type { SeedName } from "./seeds.ts";

/** One connection of a client that abuses the server. */
export interface Abuser {
  /** Which of the connections it is, from 0. */
  readonly nth: number;
  /** A name that no other connection of any run has. */
  readonly name: string;
}

/** What a client does that stays within every limit and still means others harm. */
export interface Abuse {
  readonly name: string;
  /** What it does, for the table. */
  readonly title: string;
  /** Connections from one address; the server takes 64 and 120 new ones in a minute. */
  readonly connections: number;
  /** Frames a second and connection, 10 unless said otherwise; `Infinity`: as fast as the server takes them. */
  readonly rate?: number;
  /** Most frames of a connection. */
  readonly times?: number;
  /** Whether it goes to the port for browsers. */
  readonly isWeb?: true;
  /** Whether what the server answers is left unread. */
  readonly isDeaf?: true;
  /** What is stored before the server starts. */
  readonly seed?: SeedName;
  /** Whether newcomers log in to an account with its password. */
  readonly hasPasswords?: true;
  /** What a connection says before the abuse begins, and what the last answer to it contains. */
  prepare?(abuser: Abuser): Step;
  /** What it says for the nth time. */
  say(abuser: Abuser, count: number): Uint8Array<ArrayBuffer>;
}

/** Ends what a client prepares: its answer is the last one. */
const LAST = "prepared";

/** Encodes a message of the JSON dialect. */
export function frame(message: unknown): Uint8Array<ArrayBuffer> {
  return encodeFrame(JSON.stringify(message));
}

/** Says who a client is, and then other things that may take the server a while. */
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

/** Takes turns between frames that are made once. */
export function inTurns(frames: readonly Uint8Array<ArrayBuffer>[]): Abuse["say"] {
  return (_abuser, count) => frames[count % frames.length]!;
}

/** Says the same frames in turns, after a `hello`. */
export function repeated(
  about: Omit<Abuse, "say">,
  ...messages: readonly unknown[]
): Abuse {
  return { prepare: (abuser) => signIn(abuser), ...about, say: inTurns(messages.map(frame)) };
}
