/** Something to send while connecting, and what its answer contains. */
export interface Step {
  readonly send: Uint8Array<ArrayBuffer>;
  readonly until: string;
}

/** What a client of one of the servers says, as bytes. What the servers say is only counted. */
export interface Wire {
  /** Says who a client is, and makes it a member of a room where one is given. */
  enter(name: string, room?: string): readonly Step[];
  /** Prepares a client to speak in a room, also on servers where only members may speak. */
  enterToSpeak(name: string, room: string): readonly Step[];
  /** Says something in a room. */
  say(room: string, text: string): Uint8Array<ArrayBuffer>;
  /** Returns the name of the nth room. All names have one length, as have all messages then. */
  room(nth: number): string;
  /** Whether a message carries its number in the room, in decimal digits. */
  readonly isNumbered: boolean;
  /** Bytes that the server may say to a member unasked during a run. */
  readonly slack: number;
}

const encoder = new TextEncoder();

/** Encodes text. */
export function utf8(text: string): Uint8Array<ArrayBuffer> {
  return encoder.encode(text);
}

/** Returns the name of the nth of at most a thousand rooms. */
export function roomName(nth: number): string {
  return `bench${String(nth).padStart(3, "0")}`;
}
