import { ByteBuilder } from "../collections/byte_builder.ts";
import type { ByteStream } from "./byte_stream.ts";
import { beginsAsProxyHeader, showBad } from "./proxy_header.ts";
import { StreamWrapper } from "./stream_wrapper.ts";

/** Most bytes of one read that are looked at. */
const MAX_SHOWN = 64;

/**
 * Stream of a client that is no named proxy. A PROXY header is refused by whatever reads it, as it begins neither a frame nor
 * a request nor TLS; here it is noticed, so that the operator learns why.
 */
export class DirectStream extends StreamWrapper {
  /** The first bytes, until they are known to begin otherwise. */
  #first: ByteBuilder | undefined = new ByteBuilder();
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
    this.#first!.add(buffer.subarray(0, Math.min(count ?? 0, MAX_SHOWN)));
    const { bytes } = this.#first!;
    const isHeader = beginsAsProxyHeader(bytes);
    if (isHeader !== undefined) this.#first = undefined;
    if (isHeader) this.#onProxyHeader(showBad(bytes).bad);
    return count;
  }
}
