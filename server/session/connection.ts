import type { Address } from "../../cli/address.ts";
import type { ByteStream } from "../net/byte_stream.ts";
import { CLOSE_IDLE_TIMEOUT, CLOSE_TOTAL_TIMEOUT } from "../net/timeouts.ts";
import type { SlotOwner } from "../net/connection_limiter.ts";
import type { Connection } from "../net/endpoint.ts";
import type { AcceptedConnection } from "../net/listener.ts";
import type { FrameReader } from "../net/frame_reader.ts";
import { SendQueue } from "../send/send_queue.ts";
import { RateLimiter } from "../net/rate_limiter.ts";
import { tokensOf } from "../../protocol/framing/tokens_of.ts";
import { toPeer } from "../net/peer.ts";
import { ReadBuffer } from "../net/read_buffer.ts";
import { type DueCall, SharedTimer } from "../async/shared_timer.ts";
import type { ChatConnectionOptions, ProtocolOptions } from "./connection_options.ts";
import { NameProbe } from "./name_probe.ts";
import { Session, type SessionObserver } from "./session.ts";
import { tick } from "../send/tick.ts";

/** Delays of all connections that send too fast: there may be thousands, ten times a second. */
const pauses = new SharedTimer();

/** Factor on the timeout of the handshake while the server checks a client's name. */
const SIGN_IN_FACTOR = 6;

/**
 * One connection over any transport: reads frames into the session, writes the send queue, and enforces the timeouts.
 *
 * It does not use `conn.readable`, which holds 64 KiB per idle connection and closes the connection when it ends.
 */
export class ChatConnection implements Connection, SessionObserver, SlotOwner {
  readonly session: Session;
  readonly address: Address;
  #conn: ByteStream;
  #sendQueue: SendQueue;
  #frames: FrameReader;
  #rateLimiter: RateLimiter | undefined;
  #options: ChatConnectionOptions;
  #openedAt = performance.now();
  #heardAt = this.#openedAt;
  /** Whether anything arrived since the last check of the timeouts; reads do not look at the clock. */
  #isHeard = false;
  /** When a check of the timeouts first saw the incomplete frame. */
  #frameAt: number | undefined;
  #endedAt: number | undefined;
  /** Resolves when the send queue is written or cannot be. */
  #closing: Promise<void> | undefined;
  #pings = 0;
  /** Made when another client asks for the name. */
  #nameProbe: NameProbe | undefined;
  /** Whether the server waits for the client, and not the client for the server. */
  #isReading = false;
  /** End of the last pause of a client that sent too fast. */
  #pause: DueCall | undefined;
  #isClosed = false;

  constructor(
    accepted: AcceptedConnection,
    { dialects, frames }: ProtocolOptions,
    options: ChatConnectionOptions,
  ) {
    const { stream, slot, client } = accepted;
    this.#conn = stream;
    this.#options = options;
    this.address = client;
    const limit = options.maxSendQueue;
    this.#sendQueue = new SendQueue(stream, {
      limit,
      budget: options.sendBudget,
      // Deferred, because the hub may be pushing to the members of a room right now.
      onOverflow: () =>
        queueMicrotask(() =>
          this.session.expel({ code: "slow_reader", value: `${this.#sendQueue.size}`, limit })
        ),
      // Its earlier commands are dropped: there may be many, and the connection would keep its slot until then.
      onGone: ({ name }) => this.session.abandon(name),
    });
    this.#frames = frames;
    if (options.rateLimits.perSecond > 0) this.#rateLimiter = new RateLimiter(options.rateLimits);
    this.session = new Session({
      hub: options.hub,
      texts: options.texts,
      dialects,
      sendQueue: this.#sendQueue,
      peer: toPeer(accepted, options),
      slot,
      maxHandshake: options.maxHandshake,
      observer: this,
    });
    slot.owner = this;
  }

  get waiting(): number {
    return this.#sendQueue.size;
  }

  /** Sends the reason and closes without waiting for the peer, which has sent nothing that could be unread. */
  onEvicted(limit: number): void {
    this.session.expel({ code: "too_many", cause: "pending", limit });
    void this.#closing?.then(() => this.close());
  }

  async run(): Promise<void> {
    this.#options.observer.onBegin(this.address);
    let reason = "closed";
    try {
      await this.#read();
      // The peer closed its side; its last commands are answered before the connection closes.
      await this.#options.hub.pipeline.settled();
      await this.session.answered();
    } catch (error) {
      // Reset by the peer or closed by a timeout.
      const { name, message } = error as Error;
      // TLS errors have no class of their own; the message says more.
      reason = name === "InvalidData" ? message : name;
    }
    this.session.abandon(reason);
    await this.#closing;
    this.close();
  }

  /** Closes at once and drops the send queue. */
  close(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#sendQueue.abandon();
    this.#conn.close();
  }

  end(): void {
    this.session.end("shutting_down");
  }

  onEnd(reason: string): void {
    this.#endedAt = performance.now();
    if (this.#pause) {
      pauses.clear(this.#pause);
      this.#pause.call();
    }
    this.#options.observer.onEnd(this.address, { name: this.session.name, reason });
    this.#closing = this.#sendQueue.drain(this.#frames.closeFrame(reason)).then(() =>
      this.#conn.closeWrite()
    ).catch(() => {
      // Closed by the peer or by a timeout.
    });
  }

  onNameAskedFor(): void {
    this.#nameProbe ??= new NameProbe({
      answersPing: this.session.answersPing,
      ask: () => this.session.askWhetherThere(),
      unacknowledged: () => this.#options.tcpTable.find(this.#conn),
    });
    const now = performance.now();
    // What came before is no answer.
    this.#noteHeard(now);
    this.#nameProbe.start(now, now - this.#heardAt);
  }

  freeMemory(): void {
    if (this.session.isEnded) this.close();
    else this.#expelSlow();
  }

  check(now: number): void {
    const { timeouts } = this.#options;
    this.#noteHeard(now);
    if (!this.#isReading) this.#nameProbe?.end();
    if (this.#frames.pending === 0) this.#frameAt = undefined;
    else this.#frameAt ??= now;
    const stalled = this.#sendQueue.stalledFor(now);
    if (this.#endedAt !== undefined) {
      const since = now - this.#endedAt;
      const waited = this.#sendQueue.size > 0 ? stalled : since;
      if (waited >= CLOSE_IDLE_TIMEOUT || since >= CLOSE_TOTAL_TIMEOUT) this.close();
    } else if (stalled >= timeouts.write) {
      this.#expelSlow();
    } else if (this.session.name === undefined && now - this.#openedAt >= this.#handshakeTime) {
      this.session.expel({ code: "timeout", cause: "sign_in" });
    } else if (this.#frameAt !== undefined && now - this.#frameAt >= timeouts.read) {
      const value = `${this.#frames.pending}`;
      this.session.expel({ code: "timeout", cause: "frame", value });
    } else if (this.#nameProbe?.isGone(now)) {
      this.session.expel({ code: "idle" });
    } else if (
      this.session.answersPing && now - this.#heardAt >= timeouts.ping * (this.#pings + 1)
    ) {
      if (this.#pings++ < timeouts.maxPings) this.session.ping();
      else this.session.expel({ code: "idle" });
    }
  }

  /** Milliseconds until the client must have a name: more if it waits for the server, as when thousands return at once. */
  get #handshakeTime(): number {
    const { handshake } = this.#options.timeouts;
    return this.session.isSigningIn ? SIGN_IN_FACTOR * handshake : handshake;
  }

  #expelSlow(): void {
    this.session.expel({ code: "slow_reader", value: `${this.#sendQueue.size}` });
  }

  /** Takes note of what arrived since the last check. */
  #noteHeard(now: number): void {
    if (!this.#isHeard) return;
    this.#isHeard = false;
    this.#heardAt = now;
    this.#pings = 0;
    this.#nameProbe?.end();
  }

  async #read(): Promise<void> {
    const { pipeline } = this.#options.hub;
    const buffer = new ReadBuffer();
    for (;;) {
      this.#isReading = true;
      const count = await this.#conn.read(buffer.bytes);
      this.#isReading = false;
      if (count === null) return;
      // After the end, input is read and dropped; otherwise a reset could reach the peer before the reason.
      if (this.session.isEnded) continue;
      const chunk = buffer.bytes.subarray(0, count);
      const frames = this.#decode(chunk);
      if (this.#rateLimiter) {
        await this.#receiveLimited(frames, this.#rateLimiter);
        // If the buffer is full, more may be waiting.
        if (count < buffer.bytes.length) this.#rateLimiter.idle();
      } else {
        const taken = this.#receive(frames);
        if (taken) await taken;
      }
      this.#sendQueue.push(this.#frames.takeReply());
      const { problem, isOver } = this.#frames;
      if (problem) this.session.expel(problem);
      else if (this.session.name === undefined) this.session.expect(this.#frames.announced);
      if (isOver) return;
      buffer.fit(count);
      while (pipeline.isFull) await pipeline.settled();
      await tick.ended();
    }
  }

  /** Processes frames; apart from {@linkcode ChatConnection.#read}, a loop that runs too long to be optimized early. */
  #receive(frames: readonly (string | Uint8Array)[]): Promise<void> | void {
    for (let nth = 0; nth < frames.length; nth++) {
      const taken = this.session.receive(frames[nth]!);
      if (taken) return this.#receiveRest(taken, frames, nth + 1);
    }
  }

  /** Processes the frames after one that takes time. */
  async #receiveRest(
    taken: Promise<void>,
    frames: readonly (string | Uint8Array)[],
    from: number,
  ): Promise<void> {
    await taken;
    this.#noteWaited();
    for (let nth = from; nth < frames.length; nth++) {
      const next = this.session.receive(frames[nth]!);
      if (!next) continue;
      await next;
      this.#noteWaited();
    }
  }

  #decode(chunk: Uint8Array): readonly (string | Uint8Array)[] {
    const frames = this.#frames.push(chunk);
    this.#isHeard = true;
    if (frames.length > 0) this.#frameAt = undefined;
    return frames;
  }

  /** Processes frames no faster than the rate allows. Reading stops meanwhile, so the peer has to wait. */
  async #receiveLimited(
    frames: readonly (string | Uint8Array)[],
    rateLimiter: RateLimiter,
  ): Promise<void> {
    // Invalid frames count, too: a flood of them would cost as much.
    for (let nth = -this.#frames.takeOverhead(); nth < frames.length; nth++) {
      const wait = rateLimiter.take(performance.now(), nth < 0 ? 1 : tokensOf(frames[nth]!));
      if (wait === "flood") {
        return this.session.expel({ code: "too_fast" });
      }
      if (wait > 0 && !this.session.isEnded) {
        await this.#paused(wait);
        this.#noteWaited();
      }
      if (this.session.isEnded) return;
      const taken = nth < 0 ? undefined : this.session.receive(frames[nth]!);
      if (taken) {
        await taken;
        this.#noteWaited();
      }
    }
  }

  /** Waits at most until the end of the session, so that a server that stops does not wait for busy clients. */
  #paused(time: number): Promise<void> {
    return new Promise((resolve) => this.#pause = pauses.set(time, resolve));
  }

  /** The time for which the next read had to wait does not count as silence of the peer. */
  #noteWaited(): void {
    this.#isHeard = true;
    this.#frameAt = undefined;
  }
}
