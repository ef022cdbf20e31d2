import { NoAnswerError } from "../connection/errors.ts";
import { ReconnectTimer } from "../connection/reconnect_timer.ts";
import type { ServerPeer, Transport } from "../connection/transport.ts";
import type { ResumeRejection } from "./authentication.ts";
import {
  ACCOUNT_CHANGED,
  FATAL,
  FINAL_REASONS,
  LOST,
  NEEDS_USER,
  QUIT,
  TIMEOUT,
  UNREADABLE,
} from "./close_reasons.ts";
import { Connection } from "./connection.ts";
import { ClosedError } from "./errors.ts";
import type { ClientEvent } from "./event.ts";
import type { ClientOptions } from "./options.ts";
import type { Session } from "./session.ts";
import { type ClientTimeouts, DEFAULT_TIMEOUTS } from "./timeouts.ts";

/** Timeout of the answer to `quit`, in milliseconds. */
const GOODBYE = 1_000;

/** Options of {@linkcode ConnectionLoop} in addition to those of the client. */
export interface ConnectionLoopOptions
  extends Pick<ClientOptions, "dial" | "waits" | "timeouts" | "asksUser"> {
  readonly session: Session;
  readonly emit: (event: ClientEvent) => void;
  /** See `ConnectionOptions.pause`. */
  readonly pause: () => Promise<void> | undefined;
}

/**
 * Connects a session again and again.
 *
 * - Until the first `welcome`, it tries each endpoint of the server once, and then gives up, unless told to keep trying.
 * - After that it reconnects forever, unless the server or the user ends the session.
 * - An endpoint that accepts a connection and does not answer `hello` in time is avoided if there is another.
 */
export class ConnectionLoop {
  readonly #options: ConnectionLoopOptions;
  readonly #timeouts: ClientTimeouts;
  readonly #abort = new AbortController();
  readonly #timer: ReconnectTimer;
  /** Endpoints that did not answer since the last wait, with the errors. */
  readonly #avoid = new Map<string, Error>();
  #first: Connection | undefined;
  /** Server of the last connection. */
  #peer: ServerPeer | undefined;
  #reason: string = LOST;
  #failure: Error | undefined;
  #isOver = false;
  /** Whether only another name or password helps. */
  #isBlocked = false;
  /** Whether it reconnects before the first `welcome`, too. */
  #keepsTrying = false;
  /** Closes the connection if the server does not answer `quit`. */
  #goodbye: ReturnType<typeof setTimeout> | undefined;

  constructor(options: ConnectionLoopOptions) {
    this.#options = options;
    this.#timeouts = { ...DEFAULT_TIMEOUTS, ...options.timeouts };
    this.#timer = new ReconnectTimer(options.waits);
  }

  /** Reason of the end of the last connection, as in `Closed`. */
  get reason(): string {
    return this.#reason;
  }

  /** Error of the last attempt to connect, unless a later one succeeded. */
  get failure(): Error | undefined {
    return this.#failure;
  }

  /** Whether there will be no more connections. */
  get isOver(): boolean {
    return this.#isOver;
  }

  /** Server of the last connection. */
  get peer(): ServerPeer | undefined {
    return this.#peer;
  }

  /** Connects for the first time; rejects if that fails. */
  async open(): Promise<void> {
    this.#first = await this.#dial();
  }

  /** Reconnects until the first `welcome`, too, as if a connection had been lost. */
  keepTrying(): void {
    this.#keepsTrying = true;
  }

  /** Reads the connections until there are no more. */
  async run(): Promise<void> {
    const { session } = this.#options;
    let connection = this.#first ?? await this.#reconnect();
    while (connection !== undefined) {
      await connection.read();
      this.#reason = connection.reason;
      session.connection = undefined;
      session.giveUp();
      connection = await this.#next(connection);
    }
    clearTimeout(this.#goodbye);
    this.#isOver = true;
    session.authentication.handshake.answer(undefined);
  }

  /** Reconnects at once: ends the wait for the next attempt, or the connection, which may be dead. */
  reconnect(): void {
    if (!this.#timer.hurry()) this.#options.session.connection?.close();
  }

  /** Notes that the session works. */
  succeed(): void {
    this.#timer.succeed();
  }

  /** Lengthens the next wait; see {@linkcode ReconnectTimer.spread}. */
  spread(time: number): void {
    this.#timer.spread(time);
  }

  /** Skips the wait before the next attempt, because another server expects the session. */
  move(): void {
    this.#timer.move();
  }

  /** Handles that the server rejects resuming the session. */
  refuse({ name, error, connection, isAwaited }: ResumeRejection): void {
    const { emit, asksUser = false } = this.#options;
    const needsUser = NEEDS_USER.has(error.code) || isAwaited && asksUser;
    const isOver = FATAL.has(error.code) || needsUser && !asksUser;
    this.#isBlocked = needsUser;
    // Otherwise the next attempt may succeed: the server holds the name for the lost session, or is full.
    emit({ type: "refused", name, error, next: isOver ? "close" : needsUser ? "wait" : "retry" });
    if (isOver) {
      connection.reason = error.code;
      this.#abort.abort();
    }
    connection.close();
  }

  /** Reconnects at once, with the current name and password, if the connection is lost. */
  retry(): void {
    const { connection, authentication } = this.#options.session;
    if (connection === undefined && authentication.welcome) this.#timer.hurry();
  }

  /** Sends `quit` if connected. If the server does not close within a second, the client does. */
  quit(): void {
    const { connection, isConnected } = this.#options.session;
    this.#abort.abort();
    this.#reason = QUIT;
    if (connection) connection.reason = QUIT;
    if (!connection || !isConnected) return this.close();
    connection.send({ type: "quit" });
    this.#goodbye ??= setTimeout(() => this.close(), GOODBYE);
  }

  /** Closes at once. */
  close(): void {
    this.#abort.abort();
    this.#options.session.connection?.close();
  }

  /** Returns the next connection after one ended, or `undefined` if the session is over. */
  async #next(last: Connection): Promise<Connection | undefined> {
    if (this.#abort.signal.aborted) return undefined;
    const reconnects = this.#keepsTrying || this.#options.session.authentication.welcome;
    return last.isIgnored && await this.#connectElsewhere(last) ||
      await (reconnects ? this.#reconnect() : this.#beginAgain());
  }

  /** Connects to another endpoint than the one that did not answer `hello`. */
  #connectElsewhere(last: Connection): Promise<Connection | undefined> {
    // A connection may have died while the user was asked for a name; its endpoint gets another chance.
    if (last.isFresh) this.#avoid.set(last.endpoint, new NoAnswerError(last.reason));
    return this.#connect();
  }

  /** Reconnects when the user gives a name at last, if the server did not wait that long. */
  async #beginAgain(): Promise<Connection | undefined> {
    const { handshake } = this.#options.session.authentication;
    const { signal } = this.#abort;
    if (this.#reason !== TIMEOUT) return undefined;
    // If the server dismisses a name that was sent at once, the next attempt has to wait.
    if (handshake.isWaiting) await this.#timer.wait(signal, () => {});
    else await handshake.next(signal);
    this.#reason = LOST;
    return signal.aborted ? undefined : await this.#connect();
  }

  /** Attempts to connect until it succeeds. */
  async #reconnect(): Promise<Connection | undefined> {
    const { emit, asksUser = false } = this.#options;
    const { signal } = this.#abort;
    const reason = this.#reason;
    if (FINAL_REASONS.has(reason) || reason === ACCOUNT_CHANGED && !asksUser) return undefined;
    for (;;) {
      if (this.#isBlocked) await this.#timer.pause(signal);
      else {
        await this.#timer.wait(signal, (wait) => {
          const error = this.#failure && { error: this.#failure.message };
          emit({ type: "lost", wait, reason, ...error });
        });
      }
      if (signal.aborted) return undefined;
      this.#isBlocked = false;
      this.#avoid.clear();
      emit({ type: "trying" });
      const connection = await this.#connect();
      if (connection) return connection;
    }
  }

  /**
   * Connects and sends the name; the answer comes while the connection is read. Returns `undefined` if it cannot
   * connect.
   */
  async #connect(): Promise<Connection | undefined> {
    const { authentication, roomSync } = this.#options.session;
    try {
      const connection = await this.#dial();
      if (authentication.welcome) roomSync.comeBack();
      authentication.greet(connection);
      return connection;
    } catch (error) {
      this.#failure = error as Error;
      return undefined;
    }
  }

  async #dial(): Promise<Connection> {
    const { signal } = this.#abort;
    const { answer: timeout } = this.#timeouts;
    const transport = await this.#options.dial({ signal, timeout, avoid: this.#avoid });
    const connection = this.#wrap(transport);
    const avoided = this.#avoid.get(connection.endpoint);
    if (avoided || signal.aborted) {
      connection.close();
      throw avoided ?? new ClosedError(this.#reason);
    }
    this.#failure = undefined;
    this.#peer = transport.peer;
    this.#options.session.connection = connection;
    return connection;
  }

  #wrap(transport: Transport): Connection {
    const { session, pause } = this.#options;
    const connection: Connection = new Connection(transport, {
      timeouts: this.#timeouts,
      onMessage: (message) => session.receive(message, connection),
      onUnreadable: () => this.#onUnreadable(connection),
      isWaiting: () => session.requests.size > 0,
      pause,
    });
    return connection;
  }

  #onUnreadable(connection: Connection): void {
    this.#options.emit({ type: "unreadable" });
    // It was meant to be the answer to the name, and no other will come.
    if (this.#options.session.authentication.handshake.isWaiting) connection.close(UNREADABLE);
  }
}
