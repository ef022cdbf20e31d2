import { close, connect } from "../../bench/load/socket.ts";

/** Raw sockets, closed at the end of a test however it ends. */
export class Sockets implements Disposable {
  readonly #port: number;
  readonly #fds = new Set<number>();

  /** @param port Port of the server on the loopback address. */
  constructor(port: number) {
    this.#port = port;
  }

  /** Number of open sockets. */
  get size(): number {
    return this.#fds.size;
  }

  /** File descriptors, oldest first. */
  [Symbol.iterator](): Iterator<number> {
    return this.#fds.values();
  }

  /** Connects; see {@linkcode connect}. */
  open(options: Parameters<typeof connect>[1] = {}): number {
    const fd = connect(this.#port, options);
    this.#fds.add(fd);
    return fd;
  }

  /** Closes the oldest `count` sockets, all by default. */
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
