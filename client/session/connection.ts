import type { ClientMessage, Hello } from "../../protocol/messages/client_messages.ts";
import type { ServerMessage } from "../../protocol/messages/server_messages.ts";
import { DEFAULT_RATE, type Rate } from "../../protocol/limits.ts";
import { parseServerMessage } from "../connection/parse_server_message.ts";
import type { ServerPeer, Transport } from "../connection/transport.ts";
import { LOST, SILENT } from "./close_reasons.ts";
import { Heartbeat } from "./heartbeat.ts";
import { Pacer } from "./pacer.ts";
import type { ClientTimeouts } from "./timeouts.ts";

/** Options of {@linkcode Connection}. */
export interface ConnectionOptions {
  readonly timeouts: ClientTimeouts;
  readonly onMessage: (message: ServerMessage) => void;
  /** Called when a message cannot be parsed. */
  readonly onUnreadable: () => void;
  /** Whether requests are unanswered. */
  readonly isWaiting: () => boolean;
  /**
   * Returns a promise to wait for between messages, during which the server is not read; none if there is no need to
   * wait.
   */
  readonly pause: () => Promise<void> | undefined;
}

/** `ref` of the client's own pings, which belong to no request; their answers are not passed on. */
const PING_REF = "~ping";

/** Maximum messages per connection that are reported as unreadable. */
const MAX_UNREADABLE = 10;

/** Age in milliseconds up to which a connection cannot have died unnoticed; `hello` then shares its timeout. */
const FRESH = 1_000;

const decoder = new TextDecoder();

/**
 * One connection of a client, from connect to close: parses received messages, sends others, and closes when the server no
 * longer answers.
 */
export class Connection {
  readonly peer: ServerPeer;
  /** Reason of the end, as in `Closed`. */
  reason = LOST;
  /** Whether the server asked for a password. */
  isAsked = false;
  /** Whether the password was sent. */
  isTold = false;
  /** Whether `hello` was sent right after the connection was made. */
  isFresh = false;
  readonly #transport: Transport;
  readonly #openedAt = performance.now();
  readonly #options: ConnectionOptions;
  readonly #heartbeat: Heartbeat;
  readonly #pacer: Pacer;
  #unreadable = 0;
  #hasSaidHello = false;
  #isGreeted = false;
  /** Ends the connection if `hello` is not answered. */
  #deadline: ReturnType<typeof setTimeout> | undefined;

  constructor(transport: Transport, options: ConnectionOptions) {
    this.peer = transport.peer;
    this.#transport = transport;
    this.#options = options;
    this.#pacer = new Pacer((json) => {
      // If it cannot be sent, reading ends as well, and it is sent again later.
      transport.send(json).catch(() => {});
    });
    this.#heartbeat = new Heartbeat({
      timeouts: options.timeouts,
      ping: () => this.send({ type: "ping", ref: PING_REF }),
      isWaiting: options.isWaiting,
      onDead: () => this.close(SILENT),
    });
  }

  /** IP address and port, or another identification of the server. */
  get endpoint(): string {
    return this.peer.endpoint ?? this.peer.address;
  }

  /** Whether `hello` was sent and not answered. */
  get isIgnored(): boolean {
    return this.#hasSaidHello && !this.#isGreeted;
  }

  /** Reads until the connection ends. */
  async read(): Promise<void> {
    try {
      for await (const frames of this.#transport.frames) {
        this.#heartbeat.heard();
        for (const frame of frames) {
          this.#receive(decoder.decode(frame));
          const pause = this.#options.pause();
          if (pause) await this.#rest(pause);
        }
      }
    } catch {
      // The connection is lost, which the end of the stream shows, too.
    }
    this.close();
  }

  /** Number of waiting messages, because the server reads no faster. */
  get waiting(): number {
    return this.#pacer.waiting;
  }

  /** Continues after `welcome`: observes the server's rate, and checks that it still answers. */
  begin(rate: Rate = DEFAULT_RATE): void {
    this.#pacer.setRate(rate);
    this.#heartbeat.start();
  }

  /** Pings at once, because the network may have changed. */
  check(): void {
    this.#heartbeat.check();
  }

  /** Sends a request as soon as the server's rate allows it. */
  request(message: ClientMessage): void {
    this.#pacer.push(JSON.stringify(message));
    this.#heartbeat.expect();
  }

  /** Sends a message at once. */
  send(message: ClientMessage): void {
    this.#pacer.sendNow(JSON.stringify(message));
  }

  /** Sends the name, with its password if the server asked for it. Without an answer in time the connection ends. */
  sendHello(hello: Hello, password: string | undefined): void {
    this.#expectAnswer();
    if (!this.isAsked || password === undefined) return this.send(hello);
    this.isTold = true;
    this.send({ ...hello, password });
  }

  /** Closes at once. */
  close(reason: string = this.reason): void {
    this.reason = reason;
    clearTimeout(this.#deadline);
    this.#heartbeat.stop();
    this.#pacer.stop();
    this.#transport.close();
  }

  #expectAnswer(): void {
    const { answer } = this.#options.timeouts;
    const now = performance.now();
    const { since = this.#openedAt } = this.#transport;
    this.isFresh = now - this.#openedAt < FRESH;
    this.#hasSaidHello = true;
    clearTimeout(this.#deadline);
    const left = this.isFresh ? since + answer - now : answer;
    this.#deadline = setTimeout(() => this.close(SILENT), left);
  }

  #receive(json: string): void {
    const received = parseServerMessage(json);
    if (received.kind === "unknown") return;
    if (received.kind === "unreadable") {
      if (++this.#unreadable <= MAX_UNREADABLE) this.#options.onUnreadable();
      return;
    }
    const { message } = received;
    if (message.type === "welcome" || message.type === "error") {
      this.#isGreeted = true;
      clearTimeout(this.#deadline);
    }
    if (message.type !== "ping" && "ref" in message && message.ref !== undefined) {
      this.#heartbeat.answered();
    }
    this.#options.onMessage(message);
  }

  /** Stops reading until a promise resolves. That silence is not the server's. */
  async #rest(pause: Promise<void>): Promise<void> {
    const wasRunning = this.#heartbeat.isRunning;
    this.#heartbeat.stop();
    await pause;
    if (wasRunning) this.#heartbeat.start();
  }
}
