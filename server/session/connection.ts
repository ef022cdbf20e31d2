import type { Address } from "../../cli/address.ts";
import type { Catalogue } from "../../locale/texts/catalogue.ts";
import type { ByteStream } from "../net/byte_stream.ts";
import { CLOSE_IDLE_TIMEOUT, CLOSE_TOTAL_TIMEOUT, type Timeouts } from "../net/timeouts.ts";
import type { Connection } from "../net/endpoint.ts";
import type { AcceptedConnection } from "../net/listener.ts";
import type { FrameReader } from "../net/frame_reader.ts";
import type { Hub } from "../chat/hub.ts";
import { SendQueue } from "../send/send_queue.ts";
import type { SendBudget } from "../send/send_budget.ts";
import { RateLimiter, type RateLimits, tokensOf } from "../net/rate_limiter.ts";
import { type PeerOptions, toPeer } from "../net/peer.ts";
import { ReadBuffer } from "../net/read_buffer.ts";
import { SharedTimer } from "../net/shared_timer.ts";
import { type Dialects, Session } from "./session.ts";
import { tick } from "../send/tick.ts";

/** What all connections share. */
export interface ChatConnectionOptions extends PeerOptions {
  readonly hub: Hub;
  readonly texts: Catalogue;
  readonly timeouts: Timeouts;
  /** Most bytes that may wait for the peer. */
  readonly maxSendQueue: number;
  /** What waits for all peers together. */
  readonly sendBudget: SendBudget;
  /** How much each may say. */
  readonly rateLimits: RateLimits;
  /** Largest payload before a name was said, in bytes. */
  readonly maxHandshake: number;
  readonly observer: ConnectionObserver;
}

/** Is told of each chat connection. */
export interface ConnectionObserver {
  /** Called once, before anything is read. */
  onBegin(connection: ChatConnection): void;
  /** Called once, when the session ends; what waits may still be written. */
  onEnd(connection: ChatConnection, reason: string): void;
}

/** Of all connections that say more than is taken: there may be thousands, ten times a second. */
const pauses = new SharedTimer();

/** What one kind of transport speaks. */
export interface ProtocolOptions {
  readonly dialects: Dialects;
  readonly frames: FrameReader;
}

/**
 * One connection, whatever carries it: reads bytes into the session, writes what its send queue holds, and keeps the deadlines.
 * A byte source of its own since `conn.readable` keeps 64 KiB per idle connection, and closes the connection when it ends.
 */
export class ChatConnection implements Connection {
  readonly session: Session;
  readonly address: Address;
  #conn: ByteStream;
  #sendQueue: SendQueue;
  #frames: FrameReader;
  #rateLimiter: RateLimiter | undefined;
  #options: ChatConnectionOptions;
  #openedAt = performance.now();
  #heardAt = this.#openedAt;
  /** Whether anything was heard since the deadlines were looked at; time is not asked for each read. */
  #isHeard = false;
  /** When the frame that is not complete was first seen at a look at the deadlines. */
  #frameAt: number | undefined;
  #endedAt: number | undefined;
  /** Resolves when all that waited is on its way, or nothing more can be. */
  #closing: Promise<void> | undefined;
  #pings = 0;
  #endPause: (() => void) | undefined;
  #isClosed = false;

  constructor(
    { stream, slot }: AcceptedConnection,
    { dialects, frames }: ProtocolOptions,
    options: ChatConnectionOptions,
  ) {
    this.#conn = stream;
    this.#options = options;
    this.address = stream.remoteAddr;
    const limit = options.maxSendQueue;
    this.#sendQueue = new SendQueue(stream, {
      limit,
      budget: options.sendBudget,
      // Later, since it may be the hub that pushes, in the middle of a room's members.
      onOverflow: () => queueMicrotask(() => this.session.expel("slow_reader", `> ${limit} B`)),
      // What it said before is done no more, as it may be a great deal, and would keep its place meanwhile.
      onGone: ({ name }) => this.session.abandon(name),
    });
    this.#frames = frames;
    if (options.rateLimits.rate > 0) this.#rateLimiter = new RateLimiter(options.rateLimits);
    this.session = new Session({
      hub: options.hub,
      texts: options.texts,
      dialects,
      sendQueue: this.#sendQueue,
      peer: toPeer(stream, options),
      pass: slot,
      maxHandshake: options.maxHandshake,
      onEnd: (reason) => this.#end(reason),
    });
    slot.onEvicted = (limit) => this.#evict(limit);
  }

  get waiting(): number {
    return this.#sendQueue.size;
  }

  async run(): Promise<void> {
    this.#options.observer.onBegin(this);
    let reason = "closed";
    try {
      await this.#read();
      // The peer said its last; what it said is answered before it goes.
      await this.#options.hub.pipeline.settled();
      await this.session.answered();
    } catch (error) {
      // Reset by the peer, or closed by a deadline.
      const { name, message } = error as Error;
      // What is wrong in TLS has no name of its own.
      reason = name === "InvalidData" ? message : name;
    }
    this.session.abandon(reason);
    await this.#closing;
    this.close();
  }

  /** Closes at once; what waits is lost. */
  close(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#sendQueue.abandon();
    this.#conn.close();
  }

  end(): void {
    this.session.end("shutting_down");
  }

  freeMemory(): void {
    if (this.session.isEnded) this.close();
    else this.session.expel("slow_reader", `${this.#sendQueue.size} B`);
  }

  check(now: number): void {
    const { timeouts } = this.#options;
    if (this.#isHeard) {
      this.#isHeard = false;
      this.#heardAt = now;
      this.#pings = 0;
    }
    if (this.#frames.pending === 0) this.#frameAt = undefined;
    else this.#frameAt ??= now;
    const stalled = this.#sendQueue.stalledFor(now);
    if (this.#endedAt !== undefined) {
      const since = now - this.#endedAt;
      const waited = this.#sendQueue.size > 0 ? stalled : since;
      if (waited >= CLOSE_IDLE_TIMEOUT || since >= CLOSE_TOTAL_TIMEOUT) this.close();
    } else if (stalled >= timeouts.write) {
      this.session.expel("slow_reader", `${this.#sendQueue.size} B`);
    } else if (this.session.name === undefined && now - this.#openedAt >= timeouts.handshake) {
      this.session.expel("timeout", "hello");
    } else if (this.#frameAt !== undefined && now - this.#frameAt >= timeouts.read) {
      this.session.expel("timeout", `${this.#frames.pending} B`);
    } else if (
      this.session.answersPing && now - this.#heardAt >= timeouts.ping * (this.#pings + 1)
    ) {
      if (this.#pings++ < timeouts.maxPings) this.session.ping();
      else this.session.expel("idle", "ping");
    }
  }

  async #read(): Promise<void> {
    const { pipeline } = this.#options.hub;
    const buffer = new ReadBuffer();
    for (;;) {
      const count = await this.#conn.read(buffer.bytes);
      if (count === null) return;
      // What comes after the end is read and dropped, or the peer might be reset before it reads why.
      if (this.session.isEnded) continue;
      const chunk = buffer.bytes.subarray(0, count);
      const frames = this.#decode(chunk);
      if (this.#rateLimiter) {
        await this.#receiveLimited(frames, this.#rateLimiter);
        // Where the buffer was filled, more may be waiting.
        if (count < buffer.bytes.length) this.#rateLimiter.idle();
      } else {
        for (const frame of frames) {
          const taken = this.session.receive(frame);
          if (taken) await this.#wait(taken);
        }
      }
      this.#sendQueue.push(this.#frames.takeReply());
      const { problem, isOver } = this.#frames;
      if (problem) this.session.expel(problem.code, problem.detail);
      else if (this.session.name === undefined) this.session.expect(this.#frames.announced);
      if (isOver) return;
      buffer.fit(count);
      while (pipeline.isFull) await pipeline.settled();
      await tick.ended();
    }
  }

  #decode(chunk: Uint8Array): readonly (string | Uint8Array)[] {
    const frames = this.#frames.push(chunk);
    this.#isHeard = true;
    if (frames.length > 0) this.#frameAt = undefined;
    return frames;
  }

  /** Takes frames no faster than the rate; the peer waits meanwhile, as nothing more is read from it. */
  async #receiveLimited(
    frames: readonly (string | Uint8Array)[],
    rateLimiter: RateLimiter,
  ): Promise<void> {
    // What is no message takes its turn, too: a flood of it would cost as much.
    for (let nth = -this.#frames.takeOverhead(); nth < frames.length; nth++) {
      const wait = rateLimiter.take(performance.now(), nth < 0 ? 1 : tokensOf(frames[nth]!));
      if (wait === "flood") {
        return this.session.expel("too_fast", `${this.#options.rateLimits.floodWindow / 1_000}s`);
      }
      if (wait > 0) await this.#wait(this.#pause(wait));
      if (this.session.isEnded) return;
      const taken = nth < 0 ? undefined : this.session.receive(frames[nth]!);
      if (taken) await this.#wait(taken);
    }
  }

  /** Waits, but not beyond the end of the session: a server that stops does not wait for those who have more to say. */
  #pause(time: number): Promise<void> | void {
    if (this.session.isEnded) return;
    const { promise, resolve } = Promise.withResolvers<void>();
    const due = pauses.set(time, resolve);
    this.#endPause = () => {
      pauses.clear(due);
      resolve();
    };
    return promise;
  }

  /** Waits before more is taken from the peer, whose fault it is not that nothing more is heard of it. */
  async #wait(until: Promise<void> | void): Promise<void> {
    await until;
    this.#isHeard = true;
    this.#frameAt = undefined;
  }

  /** Says why, and closes without waiting for the peer to close its side: it said nothing that could be unread. */
  #evict(limit: string): void {
    this.session.expel("too_many", limit);
    void this.#closing?.then(() => this.close());
  }

  #end(reason: string): void {
    this.#endedAt = performance.now();
    this.#endPause?.();
    this.#options.observer.onEnd(this, reason);
    this.#closing = this.#sendQueue.drain(this.#frames.closeFrame(reason)).then(() =>
      this.#conn.closeWrite()
    ).catch(() => {
      // Closed by the peer, or by a deadline.
    });
  }
}
