import type { Address } from "../../cli/address.ts";

/** Bytes of one connection in both directions, encrypted or not. */
export interface ByteStream {
  readonly remoteAddr: Address;
  readonly localAddr: Address;
  /** Reads into `buffer`; resolves to the number of bytes, or to `null` once the peer closed its side. */
  read(buffer: Uint8Array): Promise<number | null>;
  /** Writes the start of `bytes`; resolves to the number of bytes written. */
  write(bytes: Uint8Array): Promise<number>;
  /** Closes this side; resolves once the written bytes are sent. */
  closeWrite(): Promise<void>;
  /** Closes at once, whatever the peer does, and ends pending calls. May be called again. */
  close(): void;
}
