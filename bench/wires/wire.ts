/** Bytes to send while signing in, and a text that the answer contains. */
export interface Step {
  readonly send: Uint8Array<ArrayBuffer>;
  readonly until: string;
}

/** Bytes that a client of one of the servers sends. What servers send is only counted. */
export interface Wire {
  /** Returns the steps that sign a client in and, if a room is given, make it a member. */
  enter(name: string, room?: string): readonly Step[];
  /** Returns the steps that allow a client to send in a room; some servers require membership. */
  enterToSpeak(name: string, room: string): readonly Step[];
  /** Encodes a message to a room. */
  say(room: string, text: string): Uint8Array<ArrayBuffer>;
  /** Returns the name of the nth room. All names have the same length, so all messages do too. */
  room(nth: number): string;
  /** Whether messages contain their number in the room, in decimal digits. */
  readonly isNumbered: boolean;
  /**
   * A byte that a message to a member contains exactly once, and nothing else that the server sends to it, if messages differ
   * in length in other ways: they are counted by it.
   */
  readonly mark?: number;
  /** Bytes that the server may send to a member unasked during a run. */
  readonly slack: number;
}

const encoder = new TextEncoder();

export function utf8(text: string): Uint8Array<ArrayBuffer> {
  return encoder.encode(text);
}

/** Returns the name of the nth room; up to a thousand have the same length. */
export function roomName(nth: number): string {
  return `bench${String(nth).padStart(3, "0")}`;
}
