import { delay } from "@std/async/delay";
import type { Carrier } from "../net/byte_stream.ts";
import { type Deadlines, FAREWELL, LINGER } from "../net/timeouts.ts";
import type { Visit } from "../net/endpoint.ts";
import type { Visitor } from "../net/listener.ts";
import type { Pass } from "../net/connection_limiter.ts";
import { Outbox } from "../send/send_queue.ts";
import type { BadRequest, Request } from "./request.ts";
import type { RequestLimiter } from "./request_limiter.ts";
import { RequestReader } from "./request_reader.ts";
import { encodeResponse, plain, type Response } from "./response.ts";

/** What a {@linkcode WebVisit} is made of. */
export interface WebVisitOptions {
  readonly deadlines: Deadlines;
  readonly limiter: RequestLimiter;
  /** Answers a request; with status 101 what follows are frames. */
  readonly answer: (request: Request, carrier: Carrier) => Response | Promise<Response>;
  /** Goes on with WebSocket. */
  readonly upgrade: () => Visit;
}

/** What the server does for a peer at a time. */
type Phase = "reading" | "answering" | "lingering";

/** A connection that speaks HTTP: it asks for files, one after the other, or goes on with WebSocket. */
export class WebVisit implements Visit {
  readonly #carrier: Carrier;
  readonly #pass: Pass;
  readonly #options: WebVisitOptions;
  readonly #reader: RequestReader;
  readonly #outbox: Outbox;
  #phase: Phase = "reading";
  #since = performance.now();
  /** Since when there are to be no more requests. */
  #endedAt: number | undefined;
  #isClosed = false;
  /** What it became, once it is WebSocket. */
  #upgraded: Visit | undefined;

  constructor({ carrier, pass }: Visitor, options: WebVisitOptions) {
    pass.onTurnedOut = () => this.#close();
    this.#carrier = carrier;
    this.#pass = pass;
    this.#options = options;
    this.#reader = new RequestReader(carrier);
    this.#outbox = new Outbox(carrier, { limit: Infinity, onOverflow: () => {} });
  }

  get waiting(): number {
    return this.#upgraded?.waiting ?? this.#outbox.size;
  }

  async run(): Promise<void> {
    try {
      if (await this.#converse()) {
        this.#upgraded = this.#options.upgrade();
        return await this.#upgraded.run();
      }
      // What was not read would have the peer reset before it reads the answer.
      this.#enter("lingering");
      await this.#carrier.closeWrite();
      await this.#reader.drain();
    } catch {
      // Reset by the peer, or closed by a deadline.
    }
    this.#close();
  }

  check(now: number): void {
    if (this.#upgraded) return this.#upgraded.check(now);
    const { hello, stall } = this.#options.deadlines;
    const elapsed = now - this.#since;
    if (this.#phase === "lingering" && elapsed >= LINGER) this.#close();
    else if (this.#endedAt !== undefined && now - this.#endedAt >= FAREWELL) this.#close();
    else if (this.#outbox.stalledFor(now) >= stall) this.#close();
    else if (this.#phase === "reading" && elapsed >= hello) this.#giveUp();
  }

  makeRoom(): void {
    this.#upgraded?.makeRoom();
  }

  end(): void {
    if (this.#upgraded) return this.#upgraded.end();
    this.#endedAt ??= performance.now();
    if (this.#phase === "reading") this.#close();
  }

  /** Answers requests until there are no more; tells whether WebSocket follows. */
  async #converse(): Promise<boolean> {
    const { limiter } = this.#options;
    for (;;) {
      this.#enter("reading");
      const request = await this.#reader.next();
      // Its time was up before it was whole.
      if (request === undefined || this.#phase === "lingering") return false;
      this.#enter("answering");
      this.#pass.greet();
      // Nothing more is read meanwhile: a peer that asks too fast waits, and costs nothing.
      const wait = limiter.take(performance.now());
      if (wait > 0) await delay(wait);
      if (this.#isOver) return false;
      const response = await this.#answer(request);
      // After what was not understood nothing is sure to be a request.
      const isLasting = "isLasting" in request && request.isLasting &&
        response.status !== 400;
      const isHead = "method" in request && request.method === "HEAD";
      this.#outbox.push(encodeResponse(response, { isHead, isLasting }));
      await this.#outbox.flushed();
      if (this.#isOver) return false;
      limiter.charge(response.body?.length ?? 0, performance.now());
      this.#pass.wait();
      if (response.status === 101) return true;
      if (!isLasting) return false;
    }
  }

  #answer(request: Request | BadRequest): Response | Promise<Response> {
    if ("status" in request) {
      return plain(request.status, request.status === 405 ? { "Allow": "GET, HEAD" } : {});
    }
    const response = this.#options.answer(request, this.#carrier);
    // Frames come when they were agreed on, and not before.
    const isEarly = "status" in response && response.status === 101 && this.#reader.isPending;
    return isEarly ? plain(400) : response;
  }

  /** Whether nothing more is to be answered. */
  get #isOver(): boolean {
    return this.#endedAt !== undefined || this.#isClosed;
  }

  #enter(phase: Phase): void {
    this.#phase = phase;
    this.#since = performance.now();
  }

  /** Ends the wait for a request: with a word, where one has begun. */
  #giveUp(): void {
    if (!this.#reader.isPending) return this.#close();
    this.#enter("lingering");
    this.#outbox.push(encodeResponse(plain(408)));
    this.#outbox.flushed().then(() => this.#carrier.closeWrite()).catch(() => {
      // Closed meanwhile.
    });
  }

  #close(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#outbox.abandon();
    this.#carrier.close();
  }
}
