import type { Address } from "../../cli/address.ts";
import type { ByteStream } from "./byte_stream.ts";

/** Byte stream over another one; subclasses change how it is read. */
export abstract class StreamWrapper implements ByteStream {
  protected readonly inner: ByteStream;

  /** @param inner The wrapped stream; it must not be used directly any more. */
  constructor(inner: ByteStream) {
    this.inner = inner;
  }

  get localAddr(): Address {
    return this.inner.localAddr;
  }

  get remoteAddr(): Address {
    return this.inner.remoteAddr;
  }

  abstract read(buffer: Uint8Array): Promise<number | null>;

  write(bytes: Uint8Array): Promise<number> {
    return this.inner.write(bytes);
  }

  closeWrite(): Promise<void> {
    return this.inner.closeWrite();
  }

  close(): void {
    this.inner.close();
  }
}
