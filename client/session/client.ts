/**
 * The protocol's client: handshake, requests and their answers, reconnecting and resuming, events in order.
 *
 * It knows neither commands nor texts, and no interface. It does not name `Deno`, as the web page runs it too.
 *
 * @module
 */
import { DEFAULT_LIMITS, type Limits } from "../../protocol/limits.ts";
import type {
  ClientMessage,
  Direct,
  RoomMessage,
  Say,
  Welcome,
} from "../../protocol/messages/messages.ts";
import type { Ref } from "../../protocol/messages/request.ts";
import { ReconnectTimer } from "../connection/reconnect_timer.ts";
import type { ServerPeer } from "../connection/transport.ts";
import { closed, FATAL, FINAL_REASONS, LOST, QUIT, TIMEOUT, UNREADABLE } from "./close_reasons.ts";
import { Connection } from "./connection.ts";
import { ClosedError, RefusedError } from "./errors.ts";
import type { ClientEvent } from "./event.ts";
import { EventQueue } from "./event_queue.ts";
import type { HandshakeReply } from "./handshake.ts";
import type { ClientOptions } from "./options.ts";
import type { AnswerTo, Question } from "./question.ts";
import { Session } from "./session.ts";
import { DEFAULT_TIMEOUTS } from "./timeouts.ts";

/** How long the server may take to answer `quit`, in milliseconds. */
const GOODBYE = 1_000;

/**
 * A session in the JSON dialect, without a user interface.
 *
 * It reconnects when the connection is lost, resumes its rooms, hands on every message once and in order, and repeats
 * requests without an answer; messages that it repeats are not stored twice.
 *
 * Iterating it consumes its events; only one loop may do so. While 1,000 events wait, the client reads no more from the
 * server, which disconnects a client that stays behind (`slow_reader`); so a program that asks must iterate, too.
 *
 * @example Say something and print what others say
 * ```ts no-assert ignore
 * import { ChatClient, dialTcp } from "@chat/chat";
 *
 * const dial = () => dialTcp({ hostname: "127.0.0.1", port: 12345 });
 * const client = new ChatClient({ dial });
 * await client.connect();
 * await client.signIn("Ana");
 * const { id } = await client.ask({ type: "say", room: "#geral", text: "Bom dia!" });
 * console.log(`stored as message ${id}`);
 * for await (const event of client) {
 *   if (event.type !== "server" || event.message.type !== "message") continue;
 *   console.log(`${event.message.from}: ${event.message.text}`);
 * }
 * ```
 */
export class ChatClient implements AsyncIterable<ClientEvent> {
  readonly #options: ClientOptions;
  readonly #session: Session;
  readonly #abort = new AbortController();
  readonly #reconnectTimer: ReconnectTimer;
  readonly #queue = new EventQueue<ClientEvent>();
  readonly #emit: (event: ClientEvent) => void;
  #reason: string = LOST;
  /** Where the last connection leads. */
  #peer: ServerPeer | undefined;
  /** Closes the connection if the server does not answer `quit`. */
  #goodbye: ReturnType<typeof setTimeout> | undefined;

  /** Creates a client, which is not connected yet. */
  constructor(options: ClientOptions) {
    this.#options = options;
    this.#emit = options.onEvent ?? ((event) => this.#queue.push(event));
    this.#reconnectTimer = new ReconnectTimer(options.waits);
    this.#session = new Session({
      emit: this.#emit,
      token: options.token,
      onReady: () => this.#reconnectTimer.succeed(),
      onMove: () => this.#reconnectTimer.move(),
    });
  }

  /** Iterates the events, until `closed`. */
  [Symbol.asyncIterator](): AsyncIterator<ClientEvent> {
    return this.#queue[Symbol.asyncIterator]();
  }

  /** The session's name as the server spells it; empty before `welcome`. */
  get name(): string {
    return this.#session.authentication.name;
  }

  /** Why the last connection ended, as in {@linkcode Closed}. */
  get reason(): string {
    return this.#reason;
  }

  /** The server's limits; the default ones before `welcome`. */
  get limits(): Limits {
    return this.#session.authentication.welcome?.limits ?? DEFAULT_LIMITS;
  }

  /** Whether the server hears now what is said. */
  get isConnected(): boolean {
    return this.#session.isConnected;
  }

  /** How many requests are unanswered. */
  get unanswered(): number {
    return this.#session.requests.size;
  }

  /** How many requests are not sent yet, because there is no connection or the server reads no faster. */
  get waiting(): number {
    return this.isConnected ? this.#session.connection!.waiting : this.unanswered;
  }

  /** The messages that the server has not acknowledged, in order. */
  get unacknowledged(): readonly (Say | Direct)[] {
    return [...this.#session.requests].filter((request) =>
      request.type === "say" || request.type === "direct"
    );
  }

  /**
   * Connects for the first time.
   *
   * @throws {ConnectError} If there is no connection; what `dial` rejects with.
   */
  async connect(): Promise<void> {
    this.#run(await this.#dial());
  }

  /**
   * Signs in. It may be called again, with another name or password, after a {@linkcode RefusedError}.
   *
   * @param name The session's name, see {@linkcode toName}.
   * @param password The password of the name, if it is registered. See {@linkcode PasswordMemory} for when it is sent.
   * @returns The server's answer.
   * @throws {RefusedError} If the server refuses the name or the password: `name_taken`, `bad_name`, `wrong_password`, …
   * @throws {ClosedError} If the connection was lost first.
   */
  async signIn(name: string, password?: string): Promise<Welcome> {
    const reply = await this.handshake(name, password);
    if (reply === undefined) throw new ClosedError(this.#reason);
    if (reply.type === "error") throw new RefusedError(reply);
    return reply;
  }

  /**
   * Signs in as {@linkcode ChatClient.signIn} does, for a caller that asks the user again.
   *
   * @returns The server's answer, or `undefined` if the connection was lost.
   */
  handshake(name: string, password?: string): Promise<HandshakeReply> {
    const { authentication, connection } = this.#session;
    authentication.passwords.remember(password, this.#peer);
    return authentication.signIn(name, connection);
  }

  /**
   * Sends a request and waits for its answer, across reconnects.
   *
   * @param question The request; a `ref` and a `nonce` are added if it has none.
   * @returns The answer. It comes as an event, too.
   * @throws {RefusedError} If the server answers with an error. The code is `outcome_unknown` if the connection was lost
   * while a request with a password was unanswered, as such are not repeated.
   * @throws {ClosedError} If the session ends first.
   */
  ask<T extends Question>(question: T): Promise<AnswerTo<T>> {
    const answer = this.#session.answers.wait(this.request(question));
    return answer as Promise<AnswerTo<T>>;
  }

  /**
   * Sends a request; its answer comes as an event, see {@linkcode ChatClient.ask} for errors.
   *
   * @param message The request; a `ref` and a `nonce` are added if it has none.
   * @param options `isOnce`: do not repeat it after a reconnect, and say nothing of that.
   * @returns The `ref` of the answer.
   */
  request(message: ClientMessage, { isOnce = false }: { readonly isOnce?: boolean } = {}): Ref {
    return this.#session.request(message, isOnce);
  }

  /** Whether a `ref` is one that the client made up. */
  owns(ref: Ref): boolean {
    return this.#session.requests.owns(ref);
  }

  /** Whether a message is one that was said here, and so is on the screen already. */
  isEcho(message: RoomMessage): boolean {
    return message.from === this.name && this.#session.requests.isEcho(message);
  }

  /** Resolves when fewer than so many requests are unanswered, or no answers will come. */
  settled(fewerThan = 1): Promise<void> {
    return this.#session.requests.fewerThan(fewerThan);
  }

  /** Connects again at once: ends the wait for the next attempt, or the connection, which may be dead. */
  reconnect(): void {
    if (!this.#reconnectTimer.hurry()) this.#session.connection?.close();
  }

  /** Pings the server at once, as the network may have changed. Without an answer the client reconnects. */
  check(): void {
    this.#session.connection?.check();
  }

  /** Says goodbye if it can. The server closes then; if it does not within a second, the client does. */
  quit(): void {
    const { connection } = this.#session;
    this.#abort.abort();
    this.#reason = QUIT;
    if (connection) connection.reason = QUIT;
    if (!connection || !this.isConnected) return this.close();
    connection.send({ type: "quit" });
    this.#goodbye ??= setTimeout(() => this.close(), GOODBYE);
  }

  /** Closes at once. */
  close(): void {
    this.#abort.abort();
    this.#session.connection?.close();
  }

  async #dial(): Promise<Connection> {
    const transport = await this.#options.dial();
    if (this.#abort.signal.aborted) {
      transport.close();
      throw new ClosedError(this.#reason);
    }
    this.#peer = transport.peer;
    const connection: Connection = new Connection(transport, {
      timeouts: { ...DEFAULT_TIMEOUTS, ...this.#options.timeouts },
      onMessage: (message) => this.#session.receive(message, connection),
      onUnreadable: () => this.#onUnreadable(connection),
      isWaiting: () => this.unanswered > 0,
      pause: () => this.#queue.isFull ? this.#queue.ready() : undefined,
    });
    this.#session.connection = connection;
    return connection;
  }

  #onUnreadable(connection: Connection): void {
    this.#emit({ type: "unreadable" });
    // It was to be the answer to the name, and no other one will come.
    if (this.#session.authentication.handshake.isWaiting) connection.close(UNREADABLE);
  }

  async #run(first: Connection): Promise<void> {
    const { authentication, requests, answers } = this.#session;
    for (let next: Connection | undefined = first; next !== undefined;) {
      await next.read();
      this.#reason = next.reason;
      this.#session.connection = undefined;
      this.#session.giveUp();
      if (authentication.welcome || this.#reason !== TIMEOUT) {
        authentication.handshake.answer(undefined);
      }
      next = await (authentication.welcome ? this.#reconnect() : this.#beginAgain());
    }
    clearTimeout(this.#goodbye);
    requests.close();
    answers.close(this.#reason);
    this.#emit(closed(this.#reason, this.#session.lastError));
    this.#queue.close();
  }

  /** Connects again when a name is said at last, if the server did not wait for one as long as that took. */
  async #beginAgain(): Promise<Connection | undefined> {
    const { authentication } = this.#session;
    const { signal } = this.#abort;
    if (this.#reason !== TIMEOUT) return undefined;
    // If the server dismisses a name that was said at once, the next attempt has to wait.
    if (authentication.handshake.isWaiting) await this.#reconnectTimer.wait(signal, () => {});
    else await authentication.handshake.next(signal);
    if (signal.aborted) return undefined;
    try {
      const connection = await this.#dial();
      authentication.sayHello(connection);
      return connection;
    } catch (error) {
      this.#reason = (error as Error).message;
      authentication.handshake.answer(undefined);
      return undefined;
    }
  }

  /** Tries until there is a connection, and says the name on it; the answer comes while it is read. */
  async #reconnect(): Promise<Connection | undefined> {
    const { signal } = this.#abort;
    if (FINAL_REASONS.has(this.#reason)) return undefined;
    while (!signal.aborted) {
      const reason = this.#reason;
      await this.#reconnectTimer.wait(signal, (wait) => this.#emit({ type: "lost", wait, reason }));
      if (signal.aborted) break;
      this.#emit({ type: "trying" });
      try {
        const connection = await this.#dial();
        this.#session.roomSync.comeBack();
        this.#comeBack(connection);
        return connection;
      } catch {
        continue;
      }
    }
    return undefined;
  }

  async #comeBack(connection: Connection): Promise<void> {
    const answer = await this.#session.authentication.signIn(this.name, connection);
    if (answer?.type !== "error") return;
    if (FATAL.has(answer.code)) {
      connection.reason = answer.code;
      this.#emit({ type: "server", message: answer });
      this.#abort.abort();
    }
    // The server may still hold the name for the lost session: try again.
    connection.close();
  }
}
