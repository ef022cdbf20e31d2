/**
 * The protocol's client: handshake, requests and their answers, reconnecting and resuming, events in order.
 *
 * It knows neither commands nor texts, and no interface. It does not name `Deno`, as the web page runs it too.
 *
 * @module
 */
import { DEFAULT_LIMITS, HANDSHAKE_FRAME, type Limits } from "../../protocol/limits.ts";
import type {
  ClientMessage,
  Hello,
  RoomMessage,
  ServerMessage,
  Welcome,
} from "../../protocol/messages/messages.ts";
import type { Ref } from "../../protocol/messages/request.ts";
import type { AnswerTo, Question } from "./question.ts";
import { ClosedError, RefusedError } from "./errors.ts";
import type { ClientEvent } from "./event.ts";
import { EventQueue } from "./event_queue.ts";
import { Handshake, type HandshakeReply } from "./handshake.ts";
import { closed, FATAL, FINAL_REASONS, TIMEOUT, UNREADABLE } from "./close_reasons.ts";
import { RoomSync } from "./room_sync.ts";
import { parseServerMessage } from "../connection/parse_server_message.ts";
import { PasswordMemory } from "./password_memory.ts";
import { PendingAnswers } from "./pending_answers.ts";
import { Requests } from "./requests.ts";
import type { Dial, ServerPeer, Transport } from "../connection/transport.ts";
import { ReconnectTimer } from "../connection/reconnect_timer.ts";
import { utf8Length } from "../../protocol/text/utf8_length.ts";

/** Options of {@linkcode ChatClient}. */
export interface ClientOptions {
  /** Connects, at first and whenever the connection was lost. */
  readonly dial: Dial;
  /**
   * Called with each event, in order, before the next one changes the client. A user interface needs that, to see the
   * client as it was at the event. Without it, iterate the client.
   */
  readonly onEvent?: (event: ClientEvent) => void;
  /**
   * Returns the waits before attempts to reconnect, in milliseconds.
   *
   * @default {from 500, doubling up to 30000, each at random between half and all of it}
   */
  readonly waits?: () => Iterator<number>;
  /** The token of an earlier `welcome`, to continue that session if the server still holds it. */
  readonly token?: string;
}

const decoder = new TextDecoder();

/** What only answers a request, where it has a `ref`. */
const ANSWERS: ReadonlySet<string> = new Set(
  ["joined", "rooms", "members", "bans", "history", "found", "ack", "pong"],
);

/** Of how many messages of a connection that cannot be understood it is said. */
const MAX_UNREADABLE = 10;

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
  readonly #requests = new Requests();
  readonly #roomSync: RoomSync;
  readonly #abort = new AbortController();
  #transport: Transport | undefined;
  #welcome: Welcome | undefined;
  readonly #handshake = new Handshake();
  readonly #reconnectTimer: ReconnectTimer;
  #reason = "lost";
  #lastError: { readonly code: string; readonly message: string } | undefined;
  readonly #passwords = new PasswordMemory();
  readonly #answers = new PendingAnswers();
  readonly #queue = new EventQueue<ClientEvent>();
  readonly #emit: (event: ClientEvent) => void;
  /** Where the last connection leads. */
  #peer: ServerPeer | undefined;
  /** Whether the server asked for a password on this connection. */
  #isAsked = false;
  /** Whether it was told. */
  #isTold = false;
  #unreadable = 0;

  /** Creates a client, which is not connected yet. */
  constructor(options: ClientOptions) {
    this.#options = options;
    this.#emit = options.onEvent ?? ((event) => this.#queue.push(event));
    this.#reconnectTimer = new ReconnectTimer(options.waits);
    this.#roomSync = new RoomSync({
      requests: this.#requests,
      onEvent: this.#emit,
      leave: (room) => this.#send({ type: "leave", room }),
      onHeldUp: () => this.#transport?.close(),
      onCaughtUp: () => {
        this.#reconnectTimer.succeed();
        this.#sendAll();
      },
    });
  }

  /** Iterates the events, until `closed`. */
  [Symbol.asyncIterator](): AsyncIterator<ClientEvent> {
    return this.#queue[Symbol.asyncIterator]();
  }

  /** The session's name as the server spells it; empty before `welcome`. */
  get name(): string {
    return this.#welcome?.name ?? "";
  }

  /** Why the last connection ended, as in {@linkcode Closed}. */
  get reason(): string {
    return this.#reason;
  }

  /** The server's limits; the default ones before `welcome`. */
  get limits(): Limits {
    return this.#welcome?.limits ?? DEFAULT_LIMITS;
  }

  /** Whether the server hears now what is said. */
  get isConnected(): boolean {
    return this.#transport !== undefined && this.#welcome !== undefined &&
      !this.#roomSync.isBehind;
  }

  /** How many requests are unanswered. */
  get unanswered(): number {
    return this.#requests.size;
  }

  /**
   * Connects for the first time.
   *
   * @throws {ConnectError} If there is no connection; what `dial` rejects with.
   */
  async connect(): Promise<void> {
    await this.#dial();
    this.#run();
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
    this.#passwords.remember(password, this.#peer);
    return this.#handshakeWith(name);
  }

  #handshakeWith(name: string): Promise<HandshakeReply> {
    const token = this.#welcome?.token ?? this.#options.token;
    let hello: Hello = {
      type: "hello",
      name,
      version: 1,
      ...(token !== undefined && { token }),
    };
    if (this.#welcome) {
      const taken = utf8Length(JSON.stringify({ ...hello, resume: {} }));
      hello = { ...hello, resume: this.#roomSync.resume(HANDSHAKE_FRAME - taken) };
    }
    return this.#handshake.say(hello, (hello) => this.#sendHello(hello));
  }

  /** Says the name, with its password where that is asked for and may be told. */
  #sendHello(hello: Hello): void {
    const password = this.#isAsked ? this.#passwords.passwordFor(this.#peer) : undefined;
    if (password === undefined) return this.#send(hello);
    this.#isTold = true;
    this.#send({ ...hello, password });
  }

  /** Tells the password that the server asks for; returns whether there is one that it has not heard yet. */
  #answerAsked(): boolean {
    this.#isAsked = true;
    const isKnown = this.#passwords.passwordFor(this.#peer) !== undefined;
    if (this.#isTold || !this.#handshake.isWaiting || !isKnown) return false;
    this.#sendHello(this.#handshake.hello!);
    return true;
  }

  async #dial(): Promise<void> {
    this.#transport = await this.#options.dial();
    this.#peer = this.#transport.peer;
    this.#isAsked = false;
    this.#isTold = false;
    this.#unreadable = 0;
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
    const answer = this.#answers.wait(this.request(question));
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
    const request = this.#requests.add(message, isOnce);
    this.#passwords.expect(request.ref, message);
    if (this.isConnected) this.#send(request);
    // A password waits for no other connection. Who asked is told once they know the `ref`.
    else if (this.#transport === undefined) queueMicrotask(() => this.#giveUp());
    return request.ref;
  }

  /** Whether a `ref` is one that the client made up. */
  owns(ref: Ref): boolean {
    return this.#requests.owns(ref);
  }

  /** Whether a message is one that was said here, and so is on the screen already. */
  isEcho(message: RoomMessage): boolean {
    return message.from === this.name && this.#requests.isEcho(message);
  }

  /** Resolves when fewer than so many requests are unanswered, or no answers will come. */
  settled(fewerThan = 1): Promise<void> {
    return this.#requests.fewerThan(fewerThan);
  }

  /** Connects anew at once: ends the wait for the next try, or else the connection, of which one may know that it is dead. */
  reconnect(): void {
    if (!this.#reconnectTimer.hurry()) this.#transport?.close();
  }

  /** Says goodbye if it can; the server closes then. */
  quit(): void {
    this.#abort.abort();
    this.#reason = "quit";
    if (this.isConnected) this.#send({ type: "quit" });
    else this.close();
  }

  /** Closes at once. */
  close(): void {
    this.#abort.abort();
    this.#transport?.close();
  }

  async #run(): Promise<void> {
    do {
      await this.#read();
      this.#transport?.close();
      this.#transport = undefined;
      this.#giveUp();
      if (this.#welcome || this.#reason !== TIMEOUT) this.#handshake.answer(undefined);
    } while (await (this.#welcome ? this.#reconnect() : this.#beginsAgain()));
    this.#requests.close();
    this.#answers.close(this.#reason);
    this.#emit(closed(this.#reason, this.#lastError));
    this.#queue.close();
  }

  /** Connects again when a name is said at last, where the server did not wait for one as long as that took. */
  async #beginsAgain(): Promise<boolean> {
    const { signal } = this.#abort;
    if (this.#reason !== TIMEOUT) return false;
    // Where the server sends a name away that was said at once, the next try has to wait.
    if (this.#handshake.isWaiting) await this.#reconnectTimer.wait(signal, () => {});
    else await this.#handshake.next(signal);
    if (signal.aborted) return false;
    try {
      await this.#dial();
    } catch (error) {
      this.#reason = (error as Error).message;
      this.#handshake.answer(undefined);
      return false;
    }
    this.#sendHello(this.#handshake.hello!);
    return true;
  }

  async #read(): Promise<void> {
    try {
      for await (const frames of this.#transport!.frames) {
        for (const frame of frames) {
          this.#receive(decoder.decode(frame));
          if (this.#queue.isFull) await this.#queue.ready();
        }
      }
    } catch {
      // The connection is lost, as the end of the stream says too.
    }
  }

  /** Tries until there is a connection, and says the name on it; the answer comes while it is read. */
  async #reconnect(): Promise<boolean> {
    const { signal } = this.#abort;
    if (FINAL_REASONS.has(this.#reason)) return false;
    while (!signal.aborted) {
      await this.#reconnectTimer.wait(
        signal,
        (wait) => this.#emit({ type: "lost", wait }),
      );
      if (signal.aborted) break;
      this.#emit({ type: "trying" });
      try {
        await this.#dial();
      } catch {
        continue;
      }
      this.#roomSync.comeBack();
      this.#handshakeWith(this.name).then((answer) => {
        if (answer?.type !== "error") return;
        if (FATAL.has(answer.code)) {
          this.#reason = answer.code;
          this.#emit({ type: "server", message: answer });
          this.#abort.abort();
        }
        // The server may still hold the name for the lost session: try again.
        this.#transport?.close();
      });
      return true;
    }
    return false;
  }

  #receive(json: string): void {
    const received = parseServerMessage(json);
    if (received.kind === "unknown") return;
    if (received.kind === "unreadable") {
      if (++this.#unreadable <= MAX_UNREADABLE) this.#emit({ type: "unreadable" });
      // What was to be the answer to the name is none, and no other one will come.
      if (this.#handshake.isWaiting) {
        this.#reason = UNREADABLE;
        this.#transport?.close();
      }
      return;
    }
    const { message } = received;
    if (this.#isUnasked(message)) return;
    if (this.#take(message)) this.#emit({ type: "server", message });
    if ("ref" in message && message.ref !== undefined) {
      if (this.#roomSync.isPart(message) && this.#requests.goesOn(message.ref)) return;
      this.#requests.settle(message.ref);
      this.#passwords.forget(message.ref);
      this.#answers.settle(message.ref, message);
    }
  }

  /** Whether a message says that it answers what this client did not ask, or more than there can be of an answer. */
  #isUnasked(message: ServerMessage): boolean {
    if (!ANSWERS.has(message.type)) return false;
    const { ref } = message as { readonly ref?: Ref };
    return ref !== undefined && this.#requests.owns(ref) && !this.#requests.has(ref);
  }

  /** Returns up what is not sent again. */
  #giveUp(): void {
    for (const { ref } of this.#requests.giveUp()) {
      this.#passwords.forget(ref);
      const message = { type: "error", code: "outcome_unknown", message: "", ref } as const;
      this.#emit({ type: "server", message });
      this.#answers.settle(ref, message);
    }
  }

  /** Takes what a message means for the session; returns whether it is also to be shown. */
  #take(message: ServerMessage): boolean {
    switch (message.type) {
      case "welcome":
        this.#onWelcome(message);
        return true;
      case "error":
        this.#lastError = message;
        this.#roomSync.take(message, this.name);
        // Nobody need know that the server waits no longer for a name that will be said to it all the same; nor is it an
        // answer to one that was on the way.
        if (this.#welcome === undefined && message.code === TIMEOUT) return false;
        if (
          message.code === "password_required" && message.ref === undefined && this.#answerAsked()
        ) {
          return false;
        }
        return !this.#handshake.answer(message);
      case "ping":
        this.#send(
          message.ref === undefined ? { type: "pong" } : { type: "pong", ref: message.ref },
        );
        return false;
      case "renamed":
        if (message.from === this.name) this.#welcome = { ...this.#welcome!, name: message.name };
        return true;
      case "registered":
      case "logged_in":
      case "password_changed":
      case "logged_out":
        if (message.ref !== undefined) this.#passwords.succeed(message.ref, this.#peer);
        return true;
      case "bye":
        this.#reason = message.reason;
        // Another node is waiting for the moved sessions.
        if (message.reason === "moving") this.#reconnectTimer.move();
        return true;
      default:
        return this.#roomSync.take(message, this.name);
    }
  }

  #onWelcome(welcome: Welcome): void {
    const isFirst = this.#welcome === undefined;
    this.#welcome = welcome;
    this.#handshake.answer(welcome);
    if (!isFirst) {
      for (const join of this.#roomSync.others) this.#send(join);
      return this.#roomSync.endIfCaughtUp();
    }
    this.#roomSync.begin(welcome.room);
    this.#reconnectTimer.succeed();
    this.#sendAll();
  }

  #sendAll(): void {
    for (const request of this.#requests) this.#send(request);
  }

  #send(message: ClientMessage): void {
    // Where it cannot be sent, reading ends as well, and it is sent again later.
    this.#transport?.send(JSON.stringify(message)).catch(() => {});
  }
}
