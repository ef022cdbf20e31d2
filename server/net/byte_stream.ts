import type { Address } from "../../cli/address.ts";

/** What carries the bytes of one connection, encrypted or not. */
export interface ByteStream {
  readonly remoteAddr: Address;
  readonly localAddr: Address;
  /** Reads into `buffer`; resolves to how many bytes, or to `null` where the peer closed its side. */
  read(buffer: Uint8Array): Promise<number | null>;
  /** Writes the start of `bytes`; resolves to how many were taken. */
  write(bytes: Uint8Array): Promise<number>;
  /** Closes this side; resolves when what was written is on its way. */
  closeWrite(): Promise<void>;
  /** Closes at once, whatever the peer does; no call that waits waits longer. May be called again. */
  close(): void;
}
