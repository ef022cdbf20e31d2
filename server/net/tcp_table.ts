import type { Address } from "../../cli/address.ts";
import { toNumber } from "./address_range.ts";
import type { ByteStream } from "./byte_stream.ts";

/** What the system knows of bytes that a peer has not acknowledged. */
export interface Unacknowledged {
  readonly bytes: number;
  /** How often the system tried again since the peer last acknowledged anything. */
  readonly attempts: number;
}

/** Reads a part of the table from a position; returns the number of bytes, 0 at the end. */
export type ReadTable = (buffer: Uint8Array, position: number) => Promise<number>;

/** First words of the table. */
const HEADING = /^ +sl +local_address /;

/** Most bytes of the table that are read: a hundred thousand connections. */
const MAX_BYTES = 16 * 1024 * 1024;

/** Bytes of one read; the system gives a page at a time. */
const CHUNK = 64 * 1024;

/**
 * Columns after the addresses: state, bytes to be acknowledged and to be read, timer, retransmits, user, probes. Probes are sent in
 * place of retransmits where the first packet could not leave this machine, or the peer's window is closed.
 */
const COLUMNS =
  /^ [0-9A-F]{2} ([0-9A-F]{8}):[0-9A-F]{8} [0-9A-F]{2}:[0-9A-F]{8} ([0-9A-F]{8}) {1,8}\d{1,10} {1,8}(\d{1,10}) /;

/** Most characters of these columns. */
const MAX_COLUMNS = 96;

const decoder = new TextDecoder("latin1");

/**
 * Linux's table of TCP connections, `/proc/net/tcp` or `tcp6`, if the server was given it.
 *
 * Deno lets only programs with all permissions open files in `/proc`. So the operator opens it, as standard input:
 * `chat serve < /proc/net/tcp`.
 */
export class TcpTable {
  #read: ReadTable | undefined;
  #isOpen = false;
  readonly #open: () => Promise<ReadTable | undefined>;
  #text: Promise<string> | undefined;

  /** @param open Opens the table; resolves to `undefined` where there is none. */
  constructor(open: () => Promise<ReadTable | undefined> = openStandardInput) {
    this.#open = open;
  }

  /**
   * Looks up a connection.
   *
   * @param stream Its addresses.
   * @returns What its peer has not acknowledged; `undefined` if that cannot be known.
   */
  async find(
    { localAddr, remoteAddr }: Pick<ByteStream, "localAddr" | "remoteAddr">,
  ): Promise<Unacknowledged | undefined> {
    const text = await (this.#text ??= this.#readAll().catch(() => "").finally(() => {
      this.#text = undefined;
    }));
    for (const write of [writeIpv4, writeIpv6]) {
      const pair = `${write(localAddr)} ${write(remoteAddr)}`;
      const start = text.indexOf(pair);
      if (start < 0) continue;
      const from = start + pair.length;
      const columns = COLUMNS.exec(text.slice(from, from + MAX_COLUMNS));
      if (columns === null) return undefined;
      const [, bytes, retransmits, probes] = columns;
      return {
        bytes: parseInt(bytes!, 16),
        attempts: parseInt(retransmits!, 16) + Number(probes),
      };
    }
    return undefined;
  }

  /** Reads the whole table; callers at the same time share one read. */
  async #readAll(): Promise<string> {
    if (!this.#isOpen) this.#read = await this.#open();
    this.#isOpen = true;
    const parts: string[] = [];
    const buffer = new Uint8Array(CHUNK);
    for (let position = 0; this.#read !== undefined && position < MAX_BYTES;) {
      const count = await this.#read(buffer, position);
      if (count === 0) break;
      position += count;
      parts.push(decoder.decode(buffer.subarray(0, count)));
    }
    const text = parts.join("");
    return HEADING.test(text) ? text : "";
  }
}

/** Opens standard input as the table, if it is a file; reading from anything else could wait for ever. */
async function openStandardInput(): Promise<ReadTable | undefined> {
  const { fstatSync, read } = await import("node:fs");
  const STDIN = 0;
  if (!fstatSync(STDIN).isFile()) return undefined;
  return (buffer, position) =>
    new Promise((resolve, reject) => {
      read(STDIN, buffer, 0, buffer.length, position, (error, count) => {
        if (error) reject(error);
        else resolve(count);
      });
    });
}

/** Writes an address as `/proc/net/tcp` does: the bytes of each word in the order of the machine, which is little-endian. */
function writeIpv4(address: Address): string {
  return write(address, 1);
}

/** The same as `/proc/net/tcp6` does. */
function writeIpv6(address: Address): string {
  return write(address, 4);
}

function write({ hostname, port }: Address, words: number): string {
  const digits = (toNumber(hostname.split("%", 1)[0]!) ?? 0n).toString(16).padStart(32, "0");
  const bytes = digits.toUpperCase().slice(-8 * words).match(/../g)!;
  const ordered = Array.from({ length: words }, (_, word) => {
    return bytes.slice(4 * word, 4 * word + 4).toReversed().join("");
  });
  return `${ordered.join("")}:${port.toString(16).toUpperCase().padStart(4, "0")}`;
}
