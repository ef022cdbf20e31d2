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
import type { ClientEvent } from "./event.ts";
import { Handshake, type HandshakeReply } from "./handshake.ts";
import { closed, FATAL, FINAL_REASONS, TIMEOUT, UNREADABLE } from "./close_reasons.ts";
import { RoomSync } from "./room_sync.ts";
import { parseServerMessage } from "../connection/parse_server_message.ts";
import { Requests } from "./requests.ts";
import type { Dial, ServerPeer, Transport } from "../connection/transport.ts";
import { ReconnectTimer } from "../connection/reconnect_timer.ts";
import { utf8Length } from "../../protocol/text/utf8_length.ts";

/** Options of {@linkcode ChatClient}. */
export interface ClientOptions {
  readonly dial: Dial;
  /** Called with everything that happens, in order. */
  readonly onEvent: (event: ClientEvent) => void;
  /** Gives the wait before each try to connect again, in milliseconds; doubling from 0.5 s to 30 s unless told otherwise. */
  readonly waits?: () => Iterator<number>;
  /** The token of an earlier `welcome`, to take the place of that session if the server still holds it. */
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
 * A session in the JSON dialect, without a user interface. It comes back by itself when the connection is lost, hands
 * every message on once, and asks again for what was not answered.
 */
export class ChatClient {
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
  /** The password of the name, and the address that it was given to; see {@linkcode ChatClient.greet}. */
  #password: { readonly text: string; readonly address: string } | undefined;
  /** Where the last connection leads. */
  #peer: ServerPeer | undefined;
  /** Whether the server asked for a password on this connection. */
  #isAsked = false;
  /** Whether it was told. */
  #isTold = false;
  #unreadable = 0;
  /** The passwords that requests on the way are about; those of `logout` have none. */
  readonly #passwords = new Map<Ref, string | undefined>();

  constructor(options: ClientOptions) {
    this.#options = options;
    this.#reconnectTimer = new ReconnectTimer(options.waits);
    this.#roomSync = new RoomSync({
      requests: this.#requests,
      onEvent: options.onEvent,
      leave: (room) => this.#send({ type: "leave", room }),
      onHeldUp: () => this.#transport?.close(),
      onCaughtUp: () => {
        this.#reconnectTimer.succeed();
        this.#sendAll();
      },
    });
  }

  /** The name one goes by; empty before the server agreed to one. */
  get name(): string {
    return this.#welcome?.name ?? "";
  }

  /** Why the last connection ended, as in {@linkcode Closed}. */
  get reason(): string {
    return this.#reason;
  }

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
   * @throws {Error} If there is no connection to be had.
   */
  async connect(): Promise<void> {
    await this.#dial();
    this.#run();
  }

  /**
   * Says a name. It may be called again if the answer is an error.
   *
   * The password is sent when the server asks for it on this connection, and never before; the token of an earlier session
   * goes first. It is remembered to come back with, and told to another server than the one that it was given for only
   * where no third party can read it on the way.
   *
   * @param name The name to go by.
   * @param password Its password.
   * @returns What the server answered, or `undefined` if the connection was lost.
   */
  signIn(name: string, password?: string): Promise<HandshakeReply> {
    this.#remember(password);
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

  #remember(password: string | undefined): void {
    const address = this.#peer?.address ?? "";
    this.#password = password === undefined ? undefined : { text: password, address };
  }

  /** Says the name, with its password where that is asked for and may be told. */
  #sendHello(hello: Hello): void {
    const password = this.#isAsked ? this.#meant : undefined;
    if (password === undefined) return this.#send(hello);
    this.#isTold = true;
    this.#send({ ...hello, password });
  }

  /** The password, where it may be told to this server. */
  get #meant(): string | undefined {
    const { text, address } = this.#password ?? {};
    return this.#peer?.isPrivate || this.#peer?.address === address ? text : undefined;
  }

  /** Tells the password that the server asks for; returns whether there is one that it has not heard yet. */
  #answerAsked(): boolean {
    this.#isAsked = true;
    if (this.#isTold || !this.#handshake.isWaiting || this.#meant === undefined) return false;
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
   * Asks the server for something; again after the connection was lost, until there is an answer. What has a password in
   * it is not sent again: then `error` comes with the code `outcome_unknown`.
   *
   * @param message What to ask for; a `ref`, and a `nonce` where there can be one, are added if it has none.
   * @param options `isOnce`: it is not sent again, and nothing is said of that.
   * @returns The `ref` under which the answer comes.
   */
  request(message: ClientMessage, { isOnce = false }: { readonly isOnce?: boolean } = {}): Ref {
    const request = this.#requests.add(message, isOnce);
    if (message.type === "passwd") this.#passwords.set(request.ref, message.new);
    else if ("password" in message) this.#passwords.set(request.ref, message.password);
    else if (message.type === "logout") this.#passwords.set(request.ref, undefined);
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
    this.#options.onEvent(closed(this.#reason, this.#lastError));
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
        for (const frame of frames) this.#receive(decoder.decode(frame));
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
        (wait) => this.#options.onEvent({ type: "lost", wait }),
      );
      if (signal.aborted) break;
      this.#options.onEvent({ type: "trying" });
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
          this.#options.onEvent({ type: "server", message: answer });
          this.#abort.abort();
        }
        // Refused while the server still holds the name for somebody: later it may not.
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
      if (++this.#unreadable <= MAX_UNREADABLE) this.#options.onEvent({ type: "unreadable" });
      // What was to be the answer to the name is none, and no other one will come.
      if (this.#handshake.isWaiting) {
        this.#reason = UNREADABLE;
        this.#transport?.close();
      }
      return;
    }
    const { message } = received;
    if (this.#isUnasked(message)) return;
    if (this.#take(message)) this.#options.onEvent({ type: "server", message });
    if ("ref" in message && message.ref !== undefined) {
      if (this.#roomSync.isPart(message) && this.#requests.goesOn(message.ref)) return;
      this.#requests.settle(message.ref);
      this.#passwords.delete(message.ref);
    }
  }

  /** Whether a message says that it answers what this client did not ask, or more than there can be of an answer. */
  #isUnasked(message: ServerMessage): boolean {
    if (!ANSWERS.has(message.type)) return false;
    const { ref } = message as { readonly ref?: Ref };
    return ref !== undefined && this.#requests.owns(ref) && !this.#requests.has(ref);
  }

  /** Gives up what is not sent again. */
  #giveUp(): void {
    for (const { ref } of this.#requests.giveUp()) {
      this.#passwords.delete(ref);
      const message = { type: "error", code: "outcome_unknown", message: "", ref } as const;
      this.#options.onEvent({ type: "server", message });
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
        if (message.ref !== undefined) this.#remember(this.#passwords.get(message.ref));
        return true;
      case "bye":
        this.#reason = message.reason;
        // There is another server to go to, which waits for those who come.
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
