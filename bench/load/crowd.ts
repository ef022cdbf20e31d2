import type { Wire } from "../wires/wire.ts";
import type { CrowdShape, LoadRun } from "./job.ts";
import { MessageLengths } from "./message_lengths.ts";
import { Poller } from "./poller.ts";
import { close, connect, countBytes, discard, enter, sendAll } from "./socket.ts";

/** Default length of a text in bytes. */
const TEXT_BYTES = 100;

/** Everything has arrived when nothing arrives for this many milliseconds. */
const QUIET = 100;

/** Timeout in milliseconds until everything sent has arrived. */
const MAX_DRAIN = 10_000;

/** Maximum messages per write. */
const MAX_PIPELINED = 1024;

/** The senders of one room. */
export interface CrowdRoom {
  /** Sockets of the senders. */
  readonly senders: readonly number[];
  /** Copies of one encoded message, one after the other. */
  readonly speech: Uint8Array<ArrayBuffer>;
  /** Bytes of one copy. */
  readonly unit: number;
  sent: number;
}

/** All clients of a run, in their rooms. What a member receives is counted in bytes. */
export class Crowd implements Disposable {
  readonly shape: CrowdShape;
  readonly rooms: readonly CrowdRoom[];
  readonly poller = new Poller();
  /** Bytes that each member has received of messages, or {@linkcode Wire.mark}s, grouped by room. */
  readonly bytes: Float64Array;
  /** Sockets, those of the members first. */
  readonly fds: number[] = [];
  /** Sockets that are never read. */
  readonly #stuck: number[] = [];
  readonly #wire: Wire;
  readonly #isEncrypted: boolean;
  #lengths: MessageLengths | undefined;

  /**
   * @param wire What the clients speak.
   * @param server Its port, and whether it speaks TLS.
   * @param shape The rooms.
   */
  constructor(
    wire: Wire,
    { port, isEncrypted = false }: Pick<LoadRun, "port" | "isEncrypted">,
    shape: CrowdShape,
  ) {
    this.#wire = wire;
    this.#isEncrypted = isEncrypted;
    this.shape = shape;
    const names = Array.from({ length: shape.rooms }, (_, nth) => wire.room(nth));
    const text = "x".repeat(shape.textBytes ?? TEXT_BYTES);
    for (const room of names) {
      for (let nth = 0; nth < shape.members; nth++) {
        this.#enter(port, (name) => wire.enter(name, room));
      }
    }
    this.bytes = new Float64Array(this.fds.length);
    this.rooms = names.map((room) => {
      const senders = Array.from(
        { length: shape.senders },
        () => this.#enter(port, (name) => wire.enterToSpeak(name, room)),
      );
      const one = wire.say(room, text);
      const speech = new Uint8Array(one.length * MAX_PIPELINED);
      for (let nth = 0; nth < MAX_PIPELINED; nth++) speech.set(one, nth * one.length);
      return { senders, speech, unit: one.length, sent: 0 };
    });
    for (let nth = 0; nth < (shape.stuck ?? 0); nth++) {
      const fd = connect(port, { hasSmallBuffer: true });
      this.#stuck.push(fd);
      enter(fd, wire.enter(`s${nth}`, names[0]));
    }
    this.#settle();
  }

  /** Converts bytes of a member to messages. */
  get lengths(): MessageLengths {
    return this.#lengths!;
  }

  /** Messages received by all members. */
  get deliveries(): number {
    let sum = 0;
    for (const bytes of this.bytes) sum += this.lengths.messagesIn(bytes);
    return sum;
  }

  /** Returns the index of a room's middle member: a message counts as delivered when this member has received it. */
  pacer(room: number): number {
    return room * this.shape.members + (this.shape.members >> 1);
  }

  /** Sends messages from one sender of a room, as many as possible in one write. */
  speak(room: CrowdRoom, sender: number, messages: number): void {
    for (let rest = messages; rest > 0; rest -= MAX_PIPELINED) {
      const length = Math.min(rest, MAX_PIPELINED) * room.unit;
      sendAll(room.senders[sender]!, room.speech.subarray(0, length));
    }
    room.sent += messages;
  }

  /** Discards what has arrived at the nth readable socket; returns the member's index, or -1 for a sender. */
  receive(nth: number): number {
    const index = this.poller.index(nth);
    const fd = this.fds[index]!;
    const { mark } = this.#wire;
    const isMember = index < this.bytes.length;
    const count = mark === undefined || !isMember ? discard(fd) : countBytes(fd, mark);
    if (!isMember) return -1;
    this.bytes[index]! += count;
    return index;
  }

  /**
   * Waits until everything has arrived.
   *
   * @throws {Error} If a member received more or less than all messages of its room.
   */
  finish(): void {
    const deadline = performance.now() + MAX_DRAIN;
    while (this.#missing() !== undefined && performance.now() < deadline) this.#pump();
    while (this.#pump()) {
      // Nothing more should come; what does is counted.
    }
    const missing = this.#missing() ?? this.#surplus();
    if (missing !== undefined) throw new Error(missing);
  }

  [Symbol.dispose](): void {
    for (const fd of [...this.fds, ...this.#stuck]) close(fd);
    this.poller[Symbol.dispose]();
  }

  #enter(port: number, steps: (name: string) => ReturnType<Wire["enter"]>): number {
    const fd = connect(port, { isEncrypted: this.#isEncrypted });
    const index = this.fds.push(fd) - 1;
    // All names have the same length, which IRC allows.
    enter(fd, steps(`u${String(index).padStart(6, "0")}`));
    this.poller.add(fd, index);
    return fd;
  }

  /** Reads the notices of joins, then sends one message in each room to learn the length of a message. */
  #settle(): void {
    while (this.#pump()) {
      // Notices of joins.
    }
    this.bytes.fill(0);
    for (const room of this.rooms) this.speak(room, 0, 1);
    const deadline = performance.now() + MAX_DRAIN;
    while (this.#pump() || (this.bytes.includes(0) && performance.now() < deadline)) {
      // The first messages.
    }
    const first = this.bytes[0]!;
    const other = this.bytes.find((bytes) => bytes !== first);
    if (first === 0 || other !== undefined) {
      throw new Error(
        `Cannot determine the length of a message as members received ${first} and ${other} bytes`,
      );
    }
    this.#lengths = new MessageLengths({ first, isNumbered: this.#wire.isNumbered });
  }

  /** Reads what arrives within {@linkcode QUIET}; returns whether anything did. */
  #pump(): boolean {
    const count = this.poller.wait(QUIET);
    for (let nth = 0; nth < count; nth++) this.receive(nth);
    return count > 0;
  }

  #missing(): string | undefined {
    return this.#find((got, due) => got < due);
  }

  #surplus(): string | undefined {
    return this.#find((got, due) => got > due + this.#wire.slack);
  }

  #find(isWrong: (got: number, due: number) => boolean): string | undefined {
    const { members } = this.shape;
    for (const [index, got] of this.bytes.entries()) {
      const room = Math.floor(index / members);
      const due = this.lengths.bytesOf(this.rooms[room]!.sent);
      if (isWrong(got, due)) {
        return `Member ${index} received ${got} of ${due} bytes in room ${room}`;
      }
    }
    return undefined;
  }
}
