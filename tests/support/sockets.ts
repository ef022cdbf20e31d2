import { close, connect } from "../../bench/load/socket.ts";

/** Sockets that are closed at the end of a test, however it ends. */
export class Sockets implements Disposable {
  readonly #port: number;
  readonly #fds = new Set<number>();

  /** @param port Where they connect to. */
  constructor(port: number) {
    this.#port = port;
  }

  /** How many there are. */
  get size(): number {
    return this.#fds.size;
  }

  /** The sockets, the oldest first. */
  [Symbol.iterator](): Iterator<number> {
    return this.#fds.values();
  }

  /** Connects; see {@linkcode connect}. */
  open(options: Parameters<typeof connect>[1] = {}): number {
    const fd = connect(this.#port, options);
    this.#fds.add(fd);
    return fd;
  }

  /** Closes the oldest ones; all of them, unless it is told how many. */
  close(count: number = Infinity): void {
    for (const fd of this.#fds) {
      if (count-- <= 0) return;
      this.#fds.delete(fd);
      close(fd);
    }
  }

  [Symbol.dispose](): void {
    this.close();
  }
}
