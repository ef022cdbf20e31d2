import { c, checked, isTooEarly } from "./libc.ts";
import type { Waiting } from "./job.ts";

const EPOLL_CTL_ADD = 1;
const EPOLL_CTL_DEL = 2;
const EPOLLIN = 1;

/** `struct epoll_event` is packed on x86-64 only. */
const EVENT_BYTES = Deno.build.arch === "x86_64" ? 12 : 16;

/** Where the 64 bits that come back with an event begin in it. */
const DATA_OFFSET = EVENT_BYTES - 8;

/** Most events that one wait returns. */
const MAX_EVENTS = 512;

/** How long a wait may be before the end of a run is looked for again, in milliseconds. */
const MAX_WAIT = 100;

const CLOCK_MONOTONIC = 1;

/** Returns for how many milliseconds a {@linkcode Poller} is to wait. */
export function waitOf(waiting: Waiting): number {
  return waiting === "spin" ? 0 : MAX_WAIT;
}

/** Waits until some of many sockets can be read. */
export class Poller implements Disposable {
  #fd = checked("make a poller", c.epoll_create1(0));
  #events = new Uint8Array(MAX_EVENTS * EVENT_BYTES);
  #view = new DataView(this.#events.buffer);

  /**
   * Adds a socket.
   *
   * @param fd The socket.
   * @param index What {@linkcode Poller.index} gives for it.
   */
  add(fd: number, index: number): void {
    const event = new DataView(new ArrayBuffer(EVENT_BYTES));
    event.setUint32(0, EPOLLIN, true);
    event.setUint32(DATA_OFFSET, index, true);
    const bytes = new Uint8Array(event.buffer);
    checked("watch a socket", c.epoll_ctl(this.#fd, EPOLL_CTL_ADD, fd, bytes));
  }

  /** Takes a socket out, which is not to be waited for any more. */
  remove(fd: number): void {
    checked("watch no socket", c.epoll_ctl(this.#fd, EPOLL_CTL_DEL, fd, this.#events));
  }

  /**
   * Waits.
   *
   * @param milliseconds For how long at most.
   * @returns How many sockets can be read.
   */
  wait(milliseconds: number): number {
    const count = c.epoll_wait(this.#fd, this.#events, MAX_EVENTS, milliseconds);
    return count < 0 && isTooEarly() ? 0 : checked("wait for sockets", count);
  }

  /** Returns the index of the nth socket that can be read. */
  index(nth: number): number {
    return this.#view.getUint32(nth * EVENT_BYTES + DATA_OFFSET, true);
  }

  [Symbol.dispose](): void {
    c.close(this.#fd);
  }
}

/** A clock that ticks into a {@linkcode Poller}, since a poller's own timeouts are whole milliseconds. */
export class Ticker implements Disposable {
  readonly fd = checked("make a timer", c.timerfd_create(CLOCK_MONOTONIC, 0));
  #ticks = new BigUint64Array(1);

  /** @param rate Ticks a second. */
  constructor(rate: number) {
    const nanoseconds = BigInt(Math.round(1e9 / rate));
    const every = [nanoseconds / 1_000_000_000n, nanoseconds % 1_000_000_000n];
    const setting = new BigInt64Array([...every, ...every]);
    checked("set a timer", c.timerfd_settime(this.fd, 0, setting, null));
  }

  /** Returns how many ticks there were since the last call; called when it can be read. */
  take(): number {
    const count = c.read(this.fd, this.#ticks, BigInt(this.#ticks.byteLength));
    if (count < 0 && isTooEarly()) return 0;
    checked("read a timer", count);
    return Number(this.#ticks[0]!);
  }

  [Symbol.dispose](): void {
    c.close(this.fd);
  }
}
