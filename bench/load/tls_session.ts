import { c } from "./libc.ts";

/**
 * Functions of OpenSSL 3, opened when the first session starts: Redis and Debian's other programs need the library anyway.
 */
function openLibrary() {
  return Deno.dlopen("libssl.so.3", {
    TLS_client_method: { parameters: [], result: "pointer" },
    SSL_CTX_new: { parameters: ["pointer"], result: "pointer" },
    SSL_CTX_set_ciphersuites: { parameters: ["pointer", "buffer"], result: "i32" },
    // SSL_CTX_set_min_proto_version is a macro over it.
    SSL_CTX_ctrl: { parameters: ["pointer", "i32", "i64", "pointer"], result: "i64" },
    SSL_new: { parameters: ["pointer"], result: "pointer" },
    SSL_set_fd: { parameters: ["pointer", "i32"], result: "i32" },
    SSL_connect: { parameters: ["pointer"], result: "i32" },
    SSL_read: { parameters: ["pointer", "buffer", "i32"], result: "i32" },
    SSL_write: { parameters: ["pointer", "buffer", "i32"], result: "i32" },
    SSL_get_error: { parameters: ["pointer", "i32"], result: "i32" },
    SSL_free: { parameters: ["pointer"], result: "void" },
  }).symbols;
}

/** The cipher of all sessions, so that servers that prefer different ones do the same work. */
const CIPHERS = new TextEncoder().encode("TLS_AES_256_GCM_SHA384\0");

const SSL_CTRL_SET_MIN_PROTO_VERSION = 123;
const TLS1_3_VERSION = 0x0304n;
const SSL_ERROR_WANT_READ = 2;
const SSL_ERROR_WANT_WRITE = 3;
const F_SETFL = 4;
const O_RDWR_NONBLOCK = 0x802;

const scratch = new Uint8Array(64 * 1024);

let library: ReturnType<typeof openLibrary> | undefined;
let context: Deno.PointerValue = null;

/** The client's side of TLS 1.3 on a connected socket. It does not check the certificate: that is the generator's own work. */
export class TlsSession {
  readonly #fd: number;
  readonly #ssl: Deno.PointerValue;
  #isBlocking = true;

  /**
   * Shakes hands; the socket must be blocking.
   *
   * @throws {Error} If that fails.
   */
  constructor(fd: number) {
    const ssl = open();
    this.#fd = fd;
    this.#ssl = ssl.SSL_new(context);
    ssl.SSL_set_fd(this.#ssl, fd);
    if (ssl.SSL_connect(this.#ssl) !== 1) throw new Error("Cannot shake hands over TLS");
  }

  /**
   * Sends all bytes.
   *
   * @throws {Error} If the peer has closed the connection.
   */
  sendAll(bytes: Uint8Array<ArrayBuffer>): void {
    while (library!.SSL_write(this.#ssl, bytes, bytes.length) <= 0) this.#checkTooEarly(-1);
  }

  /** Waits for bytes and reads them; returns their number, 0 if the peer has closed the connection. */
  receive(buffer: Uint8Array<ArrayBuffer>): number {
    return Math.max(0, library!.SSL_read(this.#ssl, buffer, buffer.length));
  }

  /**
   * Discards what has arrived.
   *
   * @returns The number of bytes.
   * @throws {Error} If the peer has closed the connection.
   */
  discard(): number {
    if (this.#isBlocking) c.fcntl(this.#fd, F_SETFL, O_RDWR_NONBLOCK);
    this.#isBlocking = false;
    let total = 0;
    for (;;) {
      const count = library!.SSL_read(this.#ssl, scratch, scratch.length);
      if (count <= 0) {
        this.#checkTooEarly(count);
        return total;
      }
      total += count;
    }
  }

  free(): void {
    library!.SSL_free(this.#ssl);
  }

  #checkTooEarly(result: number): void {
    const error = library!.SSL_get_error(this.#ssl, result);
    if (error === SSL_ERROR_WANT_READ || error === SSL_ERROR_WANT_WRITE) return;
    throw new Error(`Cannot use socket ${this.#fd} as TLS failed: error ${error}`);
  }
}

function open(): ReturnType<typeof openLibrary> {
  if (library) return library;
  library = openLibrary();
  context = library.SSL_CTX_new(library.TLS_client_method());
  library.SSL_CTX_ctrl(context, SSL_CTRL_SET_MIN_PROTO_VERSION, TLS1_3_VERSION, null);
  library.SSL_CTX_set_ciphersuites(context, CIPHERS);
  return library;
}
