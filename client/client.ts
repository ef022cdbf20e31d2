import { DEFAULT_LIMITS, HELLO_FRAME, type Limits } from "../protocol/limits.ts";
import type {
  ClientMessage,
  Hello,
  Ref,
  RoomMessage,
  ServerMessage,
  Welcome,
} from "../protocol/messages.ts";
import type { ClientEvent } from "./event.ts";
import { type Answer, Greeting } from "./greeting.ts";
import { closed, FINAL, HOPELESS, TOO_LATE } from "./final.ts";
import { Following } from "./following.ts";
import { parseServerMessage } from "./parse_server_message.ts";
import { Requests } from "./requests.ts";
import type { Dial, Transport } from "./transport.ts";
import { Tries } from "./tries.ts";
import { utf8Length } from "../protocol/utf8_length.ts";

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

/**
 * A session in the JSON dialect, without a user interface. It comes back by itself when the connection is lost, hands
 * every message on once, and asks again for what was not answered.
 */
export class ChatClient {
  readonly #options: ClientOptions;
  readonly #requests = new Requests();
  readonly #following: Following;
  readonly #abort = new AbortController();
  #transport: Transport | undefined;
  #welcome: Welcome | undefined;
  readonly #greeting = new Greeting();
  readonly #tries: Tries;
  #reason = "lost";
  #lastError: { readonly code: string; readonly message: string } | undefined;
  /** The password of the name, to come back with. */
  #password: string | undefined;
  /** The passwords that requests on the way are about; those of `logout` have none. */
  readonly #passwords = new Map<Ref, string | undefined>();

  constructor(options: ClientOptions) {
    this.#options = options;
    this.#tries = new Tries(options.waits);
    this.#following = new Following({
      requests: this.#requests,
      onEvent: options.onEvent,
      leave: (room) => this.#send({ type: "leave", room }),
      onHeldUp: () => this.#transport?.close(),
      onCaughtUp: () => {
        this.#tries.succeed();
        this.#sendAll();
      },
    });
  }

  /** The name one goes by; empty before the server agreed to one. */
  get name(): string {
    return this.#welcome?.name ?? "";
  }

  get limits(): Limits {
    return this.#welcome?.limits ?? DEFAULT_LIMITS;
  }

  /** Whether the server hears now what is said. */
  get isConnected(): boolean {
    return this.#transport !== undefined && this.#welcome !== undefined &&
      !this.#following.isBehind;
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
    this.#transport = await this.#options.dial();
    this.#run();
  }

  /**
   * Says a name. It may be called again if the answer is an error.
   *
   * @param name The name to go by.
   * @param password Its password, if it was asked for. It is remembered, to come back with.
   * @returns What the server answered, or `undefined` if the connection was lost.
   */
  greet(name: string, password?: string): Promise<Answer> {
    this.#password = password;
    const token = this.#welcome?.token ?? this.#options.token;
    let hello: Hello = {
      type: "hello",
      name,
      version: 1,
      ...(password !== undefined && { password }),
      ...(token !== undefined && { token }),
    };
    if (this.#welcome) {
      const taken = utf8Length(JSON.stringify({ ...hello, resume: {} }));
      hello = { ...hello, resume: this.#following.resume(HELLO_FRAME - taken) };
    }
    return this.#greeting.say(hello, (hello) => this.#send(hello));
  }

  /**
   * Asks the server for something; again after the connection was lost, until there is an answer.
   *
   * @param message What to ask for; a `ref`, and a `nonce` where there can be one, are added if it has none.
   * @returns The `ref` under which the answer comes.
   */
  request(message: ClientMessage): Ref {
    const request = this.#requests.add(message);
    if (message.type === "passwd") this.#passwords.set(request.ref, message.new);
    else if ("password" in message) this.#passwords.set(request.ref, message.password);
    else if (message.type === "logout") this.#passwords.set(request.ref, undefined);
    if (this.isConnected) this.#send(request);
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
    if (!this.#tries.hurry()) this.#transport?.close();
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
      if (this.#welcome || this.#reason !== TOO_LATE) this.#greeting.answer(undefined);
    } while (await (this.#welcome ? this.#reconnect() : this.#beginsAgain()));
    this.#requests.close();
    this.#options.onEvent(closed(this.#reason, this.#lastError));
  }

  /** Connects again when a name is said at last, where the server did not wait for one as long as that took. */
  async #beginsAgain(): Promise<boolean> {
    const { signal } = this.#abort;
    if (this.#reason !== TOO_LATE) return false;
    if (!this.#greeting.isWaiting) await this.#greeting.next(signal);
    if (signal.aborted) return false;
    try {
      this.#transport = await this.#options.dial();
    } catch (error) {
      this.#reason = (error as Error).message;
      this.#greeting.answer(undefined);
      return false;
    }
    this.#send(this.#greeting.hello!);
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
    if (FINAL.has(this.#reason)) return false;
    while (!signal.aborted) {
      await this.#tries.wait(signal, (wait) => this.#options.onEvent({ type: "lost", wait }));
      if (signal.aborted) break;
      this.#options.onEvent({ type: "trying" });
      try {
        this.#transport = await this.#options.dial();
      } catch {
        continue;
      }
      this.#following.comeBack();
      this.greet(this.name, this.#password).then((answer) => {
        if (answer?.type !== "error") return;
        if (HOPELESS.has(answer.code)) {
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
    if (received.kind === "unreadable") return this.#options.onEvent({ type: "unreadable" });
    const { message } = received;
    if (this.#take(message)) this.#options.onEvent({ type: "server", message });
    if ("ref" in message && message.ref !== undefined && !this.#following.isPart(message)) {
      this.#requests.settle(message.ref);
      this.#passwords.delete(message.ref);
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
        this.#following.take(message, this.name);
        // Nobody need know that the server waits no longer for a name that will be said to it all the same; nor is it an
        // answer to one that was on the way.
        if (this.#welcome === undefined && message.code === TOO_LATE) return false;
        return !this.#greeting.answer(message);
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
        if (message.ref !== undefined) this.#password = this.#passwords.get(message.ref);
        return true;
      case "bye":
        this.#reason = message.reason;
        // There is another server to go to, which waits for those who come.
        if (message.reason === "moving") this.#tries.hurry();
        return true;
      default:
        return this.#following.take(message, this.name);
    }
  }

  #onWelcome(welcome: Welcome): void {
    const isFirst = this.#welcome === undefined;
    this.#welcome = welcome;
    this.#greeting.answer(welcome);
    if (!isFirst) {
      for (const join of this.#following.others) this.#send(join);
      return this.#following.endIfCaughtUp();
    }
    this.#following.begin(welcome.room);
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
