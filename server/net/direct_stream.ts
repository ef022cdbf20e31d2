import { concat } from "@std/bytes/concat";
import type { ByteStream } from "./byte_stream.ts";
import { beginsAsProxyHeader, showBad } from "./proxy_header.ts";
import { StreamWrapper } from "./stream_wrapper.ts";

const NOTHING = new Uint8Array(0);

/** Maximum bytes of one read to examine. */
const MAX_SHOWN = 64;

/**
 * Stream of a client that is not a configured proxy. Every protocol rejects a PROXY header, because no frame, request or
 * TLS handshake starts like one; here it is detected, so that the operator learns the reason.
 */
export class DirectStream extends StreamWrapper {
  /** The first bytes, until it is certain that they are not a PROXY header. */
  #first: Uint8Array | undefined = NOTHING;
  readonly #onProxyHeader: (shown: string) => void;

  /**
   * @param inner The stream.
   * @param onProxyHeader Called with the quoted header, if there is one.
   */
  constructor(inner: ByteStream, onProxyHeader: (shown: string) => void) {
    super(inner);
    this.#onProxyHeader = onProxyHeader;
  }

  read(buffer: Uint8Array): Promise<number | null> {
    const read = this.inner.read(buffer);
    return this.#first === undefined ? read : read.then((count) => this.#look(buffer, count));
  }

  #look(buffer: Uint8Array, count: number | null): number | null {
    const part = buffer.subarray(0, Math.min(count ?? 0, MAX_SHOWN));
    const bytes = concat([this.#first!, part]);
    const isHeader = beginsAsProxyHeader(bytes);
    this.#first = isHeader === undefined ? bytes : undefined;
    if (isHeader) this.#onProxyHeader(showBad(bytes).bad);
    return count;
  }
}
