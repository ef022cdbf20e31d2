import type { Wire } from "../wires/wire.ts";
import type { CrowdShape } from "./job.ts";
import { MessageLengths } from "./message_lengths.ts";
import { Poller } from "./poller.ts";
import { close, connect, discard, enter, sendAll } from "./socket.ts";

/** Bytes of every text that is said, unless a crowd says longer ones. */
const TEXT_BYTES = 100;

/** How long nothing may arrive before everything has, in milliseconds. */
const QUIET = 100;

/** How long what was sent may take to arrive once nothing more is, in milliseconds. */
const MAX_DRAIN = 10_000;

/** Most messages that one write carries. */
const MAX_PIPELINED = 1024;

/** One room as its senders see it. */
export interface CrowdRoom {
  /** The sockets of those who speak. */
  readonly senders: readonly number[];
  /** Copies of what they say, one after the other. */
  readonly speech: Uint8Array<ArrayBuffer>;
  /** Bytes of one copy. */
  readonly unit: number;
  sent: number;
}

/** Everyone who takes part in a run: connected, in their rooms, and counted by the bytes they get. */
export class Crowd implements Disposable {
  readonly shape: CrowdShape;
  readonly rooms: readonly CrowdRoom[];
  readonly poller = new Poller();
  /** Bytes that each member got since {@linkcode Crowd.settle}; those of a room stand together. */
  readonly bytes: Float64Array;
  /** The sockets, the members' first. */
  readonly fds: number[] = [];
  /** The sockets of those who never read. */
  readonly #stuck: number[] = [];
  readonly #wire: Wire;
  #lengths: MessageLengths | undefined;

  constructor(wire: Wire, port: number, shape: CrowdShape) {
    this.#wire = wire;
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
      const fd = connect(port, { takesLittle: true });
      this.#stuck.push(fd);
      enter(fd, wire.enter(`s${nth}`, names[0]));
    }
    this.#settle();
  }

  /** How the members' bytes become messages. */
  get lengths(): MessageLengths {
    return this.#lengths!;
  }

  /** How many messages the members got, over all. */
  get deliveries(): number {
    let sum = 0;
    for (const bytes of this.bytes) sum += this.lengths.messagesIn(bytes);
    return sum;
  }

  /** The index of the member of a room by which its messages are taken for delivered: one in the middle. */
  pacer(room: number): number {
    return room * this.shape.members + (this.shape.members >> 1);
  }

  /** Lets one who speaks in a room say some messages in one write. */
  speak(room: CrowdRoom, sender: number, messages: number): void {
    for (let rest = messages; rest > 0; rest -= MAX_PIPELINED) {
      const length = Math.min(rest, MAX_PIPELINED) * room.unit;
      sendAll(room.senders[sender]!, room.speech.subarray(0, length));
    }
    room.sent += messages;
  }

  /** Reads what has arrived for the nth socket that can be read; returns the member's index, or -1 for a sender. */
  receive(nth: number): number {
    const index = this.poller.index(nth);
    const count = discard(this.fds[index]!);
    if (index >= this.bytes.length) return -1;
    this.bytes[index]! += count;
    return index;
  }

  /**
   * Waits for what is under way, and checks that every member got every message of its room, and nothing else.
   *
   * @throws {Error} If one did not.
   */
  finish(): void {
    const deadline = performance.now() + MAX_DRAIN;
    while (this.#missing() !== undefined && performance.now() < deadline) this.#pump();
    while (this.#pump()) {
      // There should be nothing more; what comes is counted.
    }
    const missing = this.#missing() ?? this.#surplus();
    if (missing !== undefined) throw new Error(missing);
  }

  [Symbol.dispose](): void {
    for (const fd of [...this.fds, ...this.#stuck]) close(fd);
    this.poller[Symbol.dispose]();
  }

  #enter(port: number, steps: (name: string) => ReturnType<Wire["enter"]>): number {
    const fd = connect(port);
    const index = this.fds.push(fd) - 1;
    // Of one length, and no longer than IRC takes.
    enter(fd, steps(`u${String(index).padStart(6, "0")}`));
    this.poller.add(fd, index);
    return fd;
  }

  /** Lets the news of arrivals pass, then has one message said in each room: its length is what all others are counted by. */
  #settle(): void {
    while (this.#pump()) {
      // News.
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
      throw new Error(`Cannot tell a message's length as members got ${first} and ${other} bytes`);
    }
    this.#lengths = new MessageLengths({ first, isNumbered: this.#wire.isNumbered });
  }

  /** Reads once; returns whether there was anything. */
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
      if (isWrong(got, due)) return `Member ${index} got ${got} bytes of ${due} in room ${room}`;
    }
    return undefined;
  }
}
