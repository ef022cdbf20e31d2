import { c, checked, isTooEarly } from "./libc.ts";
import type { Waiting } from "./job.ts";

const EPOLL_CTL_ADD = 1;
const EPOLL_CTL_DEL = 2;
const EPOLLIN = 1;

/** Size of `struct epoll_event`, which is packed on x86-64 only. */
const EVENT_BYTES = Deno.build.arch === "x86_64" ? 12 : 16;

/** Offset of the user data in an event. */
const DATA_OFFSET = EVENT_BYTES - 8;

/** Maximum events per wait. */
const MAX_EVENTS = 512;

/** Timeout of a wait, after which the generator checks for the end of a run, in milliseconds. */
const MAX_WAIT = 100;

const CLOCK_MONOTONIC = 1;

/** Returns the timeout for {@linkcode Poller.wait}, in milliseconds. */
export function waitOf(waiting: Waiting): number {
  return waiting === "spin" ? 0 : MAX_WAIT;
}

/** Waits for readable sockets with `epoll`. */
export class Poller implements Disposable {
  #fd = checked("create a poller", c.epoll_create1(0));
  #events = new Uint8Array(MAX_EVENTS * EVENT_BYTES);
  #view = new DataView(this.#events.buffer);

  /**
   * @param fd The socket.
   * @param index Number that {@linkcode Poller.index} returns for it.
   */
  add(fd: number, index: number): void {
    const event = new DataView(new ArrayBuffer(EVENT_BYTES));
    event.setUint32(0, EPOLLIN, true);
    event.setUint32(DATA_OFFSET, index, true);
    const bytes = new Uint8Array(event.buffer);
    checked("watch a socket", c.epoll_ctl(this.#fd, EPOLL_CTL_ADD, fd, bytes));
  }

  remove(fd: number): void {
    checked("stop watching a socket", c.epoll_ctl(this.#fd, EPOLL_CTL_DEL, fd, this.#events));
  }

  /**
   * @param milliseconds Timeout.
   * @returns The number of readable sockets.
   */
  wait(milliseconds: number): number {
    const count = c.epoll_wait(this.#fd, this.#events, MAX_EVENTS, milliseconds);
    return count < 0 && isTooEarly() ? 0 : checked("wait for sockets", count);
  }

  /** Returns the index of the nth readable socket. */
  index(nth: number): number {
    return this.#view.getUint32(nth * EVENT_BYTES + DATA_OFFSET, true);
  }

  [Symbol.dispose](): void {
    c.close(this.#fd);
  }
}

/** Timer for a {@linkcode Poller}, whose own timeouts are whole milliseconds. */
export class Ticker implements Disposable {
  readonly fd = checked("create a timer", c.timerfd_create(CLOCK_MONOTONIC, 0));
  #ticks = new BigUint64Array(1);

  /** @param rate Ticks per second. */
  constructor(rate: number) {
    const nanoseconds = BigInt(Math.round(1e9 / rate));
    const every = [nanoseconds / 1_000_000_000n, nanoseconds % 1_000_000_000n];
    const setting = new BigInt64Array([...every, ...every]);
    checked("set a timer", c.timerfd_settime(this.fd, 0, setting, null));
  }

  /** Returns the number of ticks since the last call. */
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
