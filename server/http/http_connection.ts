import { delay } from "@std/async/delay";
import type { ByteStream } from "../net/byte_stream.ts";
import { CLOSE_IDLE_TIMEOUT, CLOSE_TOTAL_TIMEOUT, type Timeouts } from "../net/timeouts.ts";
import type { Connection } from "../net/endpoint.ts";
import type { AcceptedConnection } from "../net/listener.ts";
import type { ConnectionSlot, SlotOwner } from "../net/connection_limiter.ts";
import { SendQueue } from "../send/send_queue.ts";
import type { BadHttpRequest, HttpRequest } from "./request.ts";
import type { Admission } from "./request_client.ts";
import { RequestReader } from "./request_reader.ts";
import { encodeResponse, type HttpResponse, plain } from "./response.ts";

/** Options of {@linkcode HttpConnection}. */
export interface HttpConnectionOptions {
  readonly timeouts: Timeouts;
  /** Called with each request before it is answered. */
  readonly admit: (request: HttpRequest | BadHttpRequest) => Admission;
  /** Answers a request; status 101 switches to WebSocket. */
  readonly answer: (
    request: HttpRequest,
    stream: ByteStream,
  ) => HttpResponse | Promise<HttpResponse>;
  /** Creates the connection that follows an answer with status 101; absent if there is none. */
  readonly upgrade?: () => Connection;
}

/** State of an HTTP connection. */
type Phase = "reading" | "answering" | "lingering";

/** HTTP/1.1 connection: requests one after the other, until one switches to WebSocket. */
export class HttpConnection implements Connection, SlotOwner {
  readonly #stream: ByteStream;
  readonly #slot: ConnectionSlot;
  readonly #options: HttpConnectionOptions;
  readonly #reader: RequestReader;
  readonly #sendQueue: SendQueue;
  #phase: Phase = "reading";
  #since = performance.now();
  /** When the server started to stop. */
  #endedAt: number | undefined;
  #isClosed = false;

  constructor({ stream, slot }: AcceptedConnection, options: HttpConnectionOptions) {
    slot.owner = this;
    this.#stream = stream;
    this.#slot = slot;
    this.#options = options;
    this.#reader = new RequestReader(stream);
    this.#sendQueue = new SendQueue(stream, { limit: Infinity, onOverflow: () => {} });
  }

  get waiting(): number {
    return this.#sendQueue.size;
  }

  async run(): Promise<Connection | void> {
    try {
      if (await this.#answerRequests()) return this.#options.upgrade!();
      // Unread bytes would reset the connection before the peer reads the answer.
      this.#enter("lingering");
      await this.#stream.closeWrite();
      await this.#reader.drain();
    } catch {
      // Reset by the peer, or closed by a timeout.
    }
    this.#close();
  }

  check(now: number): void {
    const { handshake, write } = this.#options.timeouts;
    const elapsed = now - this.#since;
    if (this.#phase === "lingering" && elapsed >= CLOSE_IDLE_TIMEOUT) this.#close();
    else if (this.#endedAt !== undefined && now - this.#endedAt >= CLOSE_TOTAL_TIMEOUT) {
      this.#close();
    } else if (this.#sendQueue.stalledFor(now) >= write) this.#close();
    else if (this.#phase === "reading" && elapsed >= handshake) this.#giveUp();
  }

  freeMemory(): void {
    // An answer is at most as large as a file of the page.
  }

  end(): void {
    this.#endedAt ??= performance.now();
    if (this.#phase === "reading") this.#close();
  }

  onEvicted(): void {
    this.#close();
  }

  /** Answers requests; returns whether one switched to WebSocket. */
  async #answerRequests(): Promise<boolean> {
    for (;;) {
      this.#enter("reading");
      const request = await this.#reader.next();
      // The request was incomplete at the timeout.
      if (request === undefined || this.#phase === "lingering") return false;
      this.#enter("answering");
      this.#slot.activate();
      const { limiter, refusal, done } = this.#options.admit(request);
      // Read nothing more meanwhile: a peer that sends too fast waits, and costs nothing.
      const wait = limiter.take(performance.now());
      if (wait > 0) await delay(wait);
      if (this.#isOver) return false;
      const response = refusal ?? await this.#answer(request);
      // After an invalid request, the start of the next one is uncertain.
      const isLasting = "isLasting" in request && request.isLasting &&
        response.status !== 400;
      const isHead = "method" in request && request.method === "HEAD";
      this.#sendQueue.push(encodeResponse(response, { isHead, isLasting }));
      await this.#sendQueue.flushed();
      if (this.#isOver) return false;
      limiter.charge(response.body?.length ?? 0, performance.now());
      this.#slot.deactivate();
      if (response.status === 101) return true;
      done?.();
      if (!isLasting) return false;
    }
  }

  #answer(request: HttpRequest | BadHttpRequest): HttpResponse | Promise<HttpResponse> {
    if ("status" in request) {
      return plain(request.status, request.status === 405 ? { "Allow": "GET, HEAD" } : {});
    }
    const response = this.#options.answer(request, this.#stream);
    // Frames before the answer to the handshake violate the protocol.
    const isEarly = "status" in response && response.status === 101 && this.#reader.isPending;
    return isEarly ? plain(400) : response;
  }

  /** Whether to stop answering requests. */
  get #isOver(): boolean {
    return this.#endedAt !== undefined || this.#isClosed;
  }

  #enter(phase: Phase): void {
    this.#phase = phase;
    this.#since = performance.now();
  }

  /** Ends the wait for a request: with status 408 if one has begun. */
  #giveUp(): void {
    if (!this.#reader.isPending) return this.#close();
    this.#enter("lingering");
    this.#sendQueue.push(encodeResponse(plain(408)));
    this.#sendQueue.flushed().then(() => this.#stream.closeWrite()).catch(() => {
      // Closed meanwhile.
    });
  }

  #close(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#sendQueue.abandon();
    this.#stream.close();
  }
}
