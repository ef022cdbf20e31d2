/**
 * The protocol's client: handshake, requests and their answers, reconnecting and resuming, events in order.
 *
 * It knows neither commands nor texts, and no interface. It does not name `Deno`, as the web page runs it too.
 *
 * @module
 */
import { DEFAULT_LIMITS, type Limits } from "../../protocol/limits.ts";
import type { ChangeRequest } from "../../protocol/messages/changes.ts";
import type { ClientMessage, Direct, Say } from "../../protocol/messages/client_messages.ts";
import type {
  AwayEvent,
  RoomMessage,
  UserInfo,
  Welcome,
} from "../../protocol/messages/server_messages.ts";
import type { Ref } from "../../protocol/messages/request.ts";
import { ConnectionLoop } from "./connection_loop.ts";
import { ClosedError, RefusedError } from "./errors.ts";
import type { ClientEvent } from "./event.ts";
import { EventQueue } from "./event_queue.ts";
import type { HandshakeReply } from "./handshake.ts";
import type { ClientOptions } from "./options.ts";
import type { AnswerTo, Question } from "./question.ts";
import { Session } from "./session.ts";

/**
 * A session in the JSON dialect, without a user interface.
 *
 * It reconnects when the connection is lost, resumes its rooms, passes on every message and every change of one once and in
 * order, and repeats unanswered requests; repeated messages and changes are not stored twice.
 *
 * Iterating it consumes its events; only one loop may do so. While 1,000 events wait, the client stops reading from the
 * server, which disconnects a client that stays behind (`slow_reader`), so a program that uses `ask` must iterate, too.
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
 *
 * @example Edit a message and react to another
 * ```ts no-assert ignore
 * import { ChatClient, dialTcp } from "@chat/chat";
 *
 * const client = new ChatClient({ dial: () => dialTcp({ hostname: "127.0.0.1", port: 12345 }) });
 * await client.connect();
 * await client.signIn("Ana");
 * const room = "#geral";
 * const { id: about } = await client.ask({ type: "say", room, text: "Bom dai!" });
 * await client.ask({ type: "edit", room, about, text: "Bom dia!" });
 * for await (const event of client) {
 *   if (event.type !== "server" || event.message.type !== "edited") continue;
 *   client.request({ type: "react", room, about: event.message.about, emoji: "👍" });
 * }
 * ```
 */
export class ChatClient implements AsyncIterable<ClientEvent> {
  readonly #session: Session;
  readonly #loop: ConnectionLoop;
  readonly #queue = new EventQueue<ClientEvent>();
  readonly #emit: (event: ClientEvent) => void;

  /** Creates a client that is not connected yet. */
  constructor(options: ClientOptions) {
    this.#emit = options.onEvent ?? ((event) => this.#queue.push(event));
    this.#session = new Session({
      emit: this.#emit,
      token: options.token,
      rooms: options.rooms,
      repeatsRecent: options.repeatsRecent ?? false,
      onReady: () => this.#loop.succeed(),
      onMove: () => this.#loop.move(),
      onSpread: (time) => this.#loop.spread(time),
      onRefused: (refusal) => this.#loop.refuse(refusal),
    });
    this.#loop = new ConnectionLoop({
      ...options,
      session: this.#session,
      emit: this.#emit,
      pause: () => this.#queue.isFull ? this.#queue.ready() : undefined,
    });
  }

  /** Iterates over the events, until `closed`. */
  [Symbol.asyncIterator](): AsyncIterator<ClientEvent> {
    return this.#queue[Symbol.asyncIterator]();
  }

  /** The session's name as the server spells it; empty before `welcome`. */
  get name(): string {
    return this.#session.authentication.name;
  }

  /** Why the last connection ended, as in {@linkcode Closed}. */
  get reason(): string {
    return this.#loop.reason;
  }

  /** The server's limits; the defaults before `welcome`. */
  get limits(): Limits {
    return this.#session.authentication.welcome?.limits ?? DEFAULT_LIMITS;
  }

  /** Address of the server's web page, if the server tells one. */
  get web(): string | undefined {
    return this.#session.authentication.welcome?.web;
  }

  /** What the user says about being away from this session; `undefined` if the user is not. */
  get away(): string | undefined {
    return this.#session.away;
  }

  /** Whether the client is signed in and connected. */
  get isConnected(): boolean {
    return this.#session.isConnected;
  }

  /** Number of unanswered requests. */
  get unanswered(): number {
    return this.#session.requests.size;
  }

  /** Number of requests not sent yet, because there is no connection or the server reads no faster. */
  get waiting(): number {
    return this.isConnected ? this.#session.connection!.waiting : this.unanswered;
  }

  /** The unacknowledged messages and changes of messages, in order. */
  get unacknowledged(): readonly (Say | Direct | ChangeRequest)[] {
    return this.#session.requests.stored;
  }

  /**
   * Connects for the first time.
   *
   * @throws {ConnectError} If that fails; the error of `dial`.
   */
  async connect(): Promise<void> {
    await this.#loop.open();
    this.#run();
  }

  /**
   * Attempts to connect until that succeeds, after {@linkcode ChatClient.connect} has failed. For a client with the token of a
   * session that continues: it takes requests at once, and sends them after `welcome`.
   */
  keepTrying(): void {
    this.#loop.keepTrying();
    this.#run();
  }

  /**
   * Signs in. It may be called again, with another name or password, after a {@linkcode RefusedError}, and after an event
   * `refused` that waits for it.
   *
   * @param name The session's name, see {@linkcode toName}.
   * @param password The password of the name, if it is registered. It is sent when the server asks for it.
   * @returns The server's answer.
   * @throws {RefusedError} If the server refuses the name or the password: `name_taken`, `bad_name`, `wrong_password`, …
   * @throws {ClosedError} If the connection was lost first.
   */
  async signIn(name: string, password?: string): Promise<Welcome> {
    const reply = await this.handshake(name, password);
    if (reply === undefined) throw new ClosedError(this.#loop.reason);
    if (reply.type === "error") throw new RefusedError(reply);
    return reply;
  }

  /**
   * Signs in as {@linkcode ChatClient.signIn} does, for a caller that prompts the user again.
   *
   * @returns The server's answer, or `undefined` if the connection was lost.
   */
  handshake(name: string, password?: string): Promise<HandshakeReply> {
    if (this.#loop.isOver) return Promise.resolve(undefined);
    const { authentication, connection } = this.#session;
    authentication.passwords.remember(password, this.#loop.peer);
    const reply = authentication.signIn(name, connection);
    this.#loop.retry();
    return reply;
  }

  /**
   * Returns under another name, or with another password, if the connection is lost: at once, and at later attempts.
   *
   * @returns Whether the connection is lost; otherwise ask the server with `rename` or `login`.
   */
  returnAs(name: string, password?: string): boolean {
    const { authentication, isConnected } = this.#session;
    if (this.#loop.isOver || isConnected || !authentication.welcome) return false;
    authentication.setName(name);
    authentication.passwords.remember(password, this.#loop.peer);
    // An attempt that is under way has the former name.
    this.#loop.reconnect();
    return true;
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

  /**
   * Tells others that the user is away, or back. After a reconnect the client tells it again.
   *
   * A user with several sessions is away for others while all of them are.
   *
   * @param text Why or how long, in one line of up to 200 characters; absent or empty if back.
   * @returns The state that the server has now.
   * @throws {RefusedError} If the server refuses the text: `too_long`, `bad_text`.
   * @throws {ClosedError} If the session ends first.
   *
   * @example Usage
   * ```ts no-assert ignore
   * await client.setAway("almoço, volto às 14 h");
   * await client.setAway();
   * ```
   */
  setAway(text?: string): Promise<AwayEvent> {
    return this.ask({ type: "away", ...(text !== undefined && { text }) });
  }

  /**
   * Asks who the user of a name is, and how long they have been connected and silent.
   *
   * @param name The name of a user who is connected.
   * @returns What the server tells; the address only to its operators.
   * @throws {RefusedError} If no user with that name is connected: `no_such_user`.
   * @throws {ClosedError} If the session ends first.
   *
   * @example Usage
   * ```ts no-assert ignore
   * const { registered, idle, away } = await client.whois("Ana");
   * ```
   */
  whois(name: string): Promise<UserInfo> {
    return this.ask({ type: "whois", name });
  }

  /** Returns whether a `ref` was created by the client. */
  owns(ref: Ref): boolean {
    return this.#session.requests.owns(ref);
  }

  /** Returns whether a message was sent from here, and so is on the screen already. */
  isEcho(message: RoomMessage): boolean {
    return message.from === this.name && this.#session.requests.isEcho(message);
  }

  /** Resolves when fewer than `fewerThan` requests are unanswered, or no answers will come. */
  settled(fewerThan = 1): Promise<void> {
    return this.#session.requests.fewerThan(fewerThan);
  }

  /** Reconnects at once: ends the wait for the next attempt, or the connection, which may be dead. */
  reconnect(): void {
    this.#loop.reconnect();
  }

  /** Pings the server at once, because the network may have changed. Without an answer the client reconnects. */
  check(): void {
    this.#session.connection?.check();
  }

  /** Sends `quit` if connected. If the server does not close within a second, the client does. */
  quit(): void {
    this.#loop.quit();
  }

  /** Closes at once. */
  close(): void {
    this.#loop.close();
  }

  async #run(): Promise<void> {
    const { authentication, requests, answers } = this.#session;
    await this.#loop.run();
    const { lastError } = this.#session;
    const { reason, failure } = this.#loop;
    requests.close();
    answers.close(reason);
    const error = lastError?.code === reason ? lastError : undefined;
    const cause = error ?? (authentication.welcome ? undefined : failure);
    const message = cause && { message: cause.message };
    this.#emit({ type: "closed", reason, ...message, ...(error && { error }) });
    this.#queue.close();
  }
}
