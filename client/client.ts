import { delay } from "@std/async/delay";
import { DEFAULT_LIMITS, type Limits } from "../protocol/limits.ts";
import type {
  ClientMessage,
  ErrorMessage,
  History,
  Presence,
  Ref,
  RoomMessage,
  ServerMessage,
  Welcome,
} from "../protocol/messages.ts";
import { nameKey } from "../protocol/names.ts";
import { backoff } from "./backoff.ts";
import { parseServerMessage } from "./parse_server_message.ts";
import { Requests } from "./requests.ts";
import { Seen } from "./seen.ts";
import type { Dial, Transport } from "./transport.ts";

/** What happens to a client. */
export type ClientEvent =
  /** The server said something. */
  | { readonly type: "server"; readonly message: ServerMessage }
  /** The server said something that cannot be understood. */
  | { readonly type: "unreadable" }
  /** The connection is lost; the next try is in so many milliseconds. */
  | { readonly type: "lost"; readonly wait: number }
  /** What was said last in a room that one came into. */
  | { readonly type: "recent"; readonly history: History }
  /** Some of what was said in a room while the client was away is not kept. */
  | { readonly type: "gap"; readonly room: string }
  /** The connection is there again, and what was missed was shown: so many messages. */
  | { readonly type: "back"; readonly caught: number }
  /** It is over: the client closed, or the server will not have it back. */
  | { readonly type: "closed"; readonly reason: string };

/** Options of {@linkcode ChatClient}. */
export interface ClientOptions {
  readonly dial: Dial;
  /** Called with everything that happens, in order. */
  readonly onEvent: (event: ClientEvent) => void;
  /** Gives the wait before each try to connect again, in milliseconds; doubling from 0.5 s to 30 s unless told otherwise. */
  readonly waits?: () => Iterator<number>;
}

/** Reasons of `bye` after which there is no coming back. */
const FINAL = new Set(["quit", "replaced", "banned", "forbidden"]);

/** Refusals of a name after which asking again in the same way is of no use. */
const HOPELESS = new Set(["password_required", "wrong_password", "not_encrypted"]);

const decoder = new TextDecoder();

/**
 * A session in the JSON dialect, without a user interface. It comes back by itself when the connection is lost, hands
 * every message on once, and asks again for what was not answered.
 */
export class ChatClient {
  readonly #options: ClientOptions;
  readonly #seen = new Seen();
  readonly #requests = new Requests();
  readonly #abort = new AbortController();
  #transport: Transport | undefined;
  #welcome: Welcome | undefined;
  /** Takes the answer to `hello`. */
  #greeted: ((answer: Welcome | ErrorMessage | undefined) => void) | undefined;
  /** While the client comes back: the keys of the rooms that still send what was missed. */
  #behind: Set<string> | undefined;
  #caught = 0;
  /** The request for what was said last in the first room. */
  #recent: Ref | undefined;
  #waits: Iterator<number> | undefined;
  #reason = "lost";
  /** The password of the name, to come back with. */
  #password: string | undefined;
  /** The passwords that requests on the way are about; those of `logout` have none. */
  readonly #passwords = new Map<Ref, string | undefined>();

  constructor(options: ClientOptions) {
    this.#options = options;
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
    return this.#transport !== undefined && this.#welcome !== undefined && !this.#behind;
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
  greet(name: string, password?: string): Promise<Welcome | ErrorMessage | undefined> {
    return new Promise((resolve) => {
      this.#greeted = resolve;
      this.#password = password;
      const again = this.#welcome && { token: this.#welcome.token, resume: this.#seen.resume };
      const secret = password === undefined ? {} : { password };
      this.#send({ type: "hello", name, version: 1, ...secret, ...again });
    });
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
      this.#answerGreeting(undefined);
    } while (this.#welcome && !FINAL.has(this.#reason) && await this.#reconnect());
    this.#requests.close();
    this.#options.onEvent({ type: "closed", reason: this.#reason });
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
    this.#waits ??= this.#options.waits?.() ?? backoff();
    const { signal } = this.#abort;
    while (!signal.aborted) {
      const wait = this.#waits.next().value;
      this.#options.onEvent({ type: "lost", wait });
      // Rejects when it is aborted, which is looked at next.
      await delay(wait, { signal }).catch(() => {});
      if (signal.aborted) break;
      try {
        this.#transport = await this.#options.dial();
      } catch {
        continue;
      }
      this.#seen.forgetHeld();
      this.#behind = new Set(Object.keys(this.#seen.resume).map(nameKey));
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
    if ("ref" in message && message.ref !== undefined && !this.#isPart(message)) {
      this.#requests.settle(message.ref);
      this.#passwords.delete(message.ref);
    }
  }

  /** Whether more is to come of an answer. */
  #isPart(message: ServerMessage): boolean {
    if (message.type === "rooms" || message.type === "members") return message.more === true;
    // Were the connection lost before the latest messages, nobody could tell where to go on in the room.
    return message.type === "joined" && this.#seen.has(message.room) &&
      !this.#seen.isOpen(message.room);
  }

  /** Takes what a message means for the session; returns whether it is also to be shown. */
  #take(message: ServerMessage): boolean {
    switch (message.type) {
      case "welcome":
        this.#onWelcome(message);
        return true;
      case "error":
        if (message.ref !== undefined && message.ref === this.#recent) {
          this.#open(this.#welcome!.room);
        }
        return !this.#answerGreeting(message);
      case "ping":
        this.#send(
          message.ref === undefined ? { type: "pong" } : { type: "pong", ref: message.ref },
        );
        return false;
      case "message":
        return this.#seen.take(message);
      case "joined":
        return message.name !== this.name || this.#onJoined(message);
      case "left":
        if (message.name === this.name) this.#onLeft(message.room);
        return true;
      case "history":
        return this.#onHistory(message);
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
        return true;
      default:
        return true;
    }
  }

  #onWelcome(welcome: Welcome): void {
    const isFirst = this.#welcome === undefined;
    this.#welcome = welcome;
    this.#answerGreeting(welcome);
    if (!isFirst) return this.#endIfCaughtUp();
    // To know which message is the last, in case the connection is lost before the next one.
    this.#recent = this.#requests.add({ type: "history", room: welcome.room }).ref;
    this.#sendAll();
  }

  /** Returns whether it is to be shown: who comes back is told nothing of the rooms that they were in. */
  #onJoined({ room, ref }: Presence): boolean {
    const wasThere = this.#seen.has(room);
    if (ref !== undefined || this.#seen.isEmpty) this.#seen.enter(room);
    // Everybody is put into the first room on coming back, also who had left it.
    else if (!wasThere) this.#send({ type: "leave", room });
    return ref !== undefined || this.#seen.has(room) && !wasThere;
  }

  #onLeft(room: string): void {
    this.#seen.end(room);
    this.#settleJoins(room);
  }

  #onHistory(history: History): boolean {
    const { room, ref, more } = history;
    if (room === undefined || ref !== undefined && ref !== this.#recent) return true;
    if (this.#seen.has(room) && !this.#seen.isOpen(room)) {
      this.#options.onEvent({ type: "recent", history });
      this.#open(room, history.messages);
      return false;
    }
    if (ref !== undefined) return false;
    const messages = this.#seen.catchUp(history);
    if (history.lost !== undefined) this.#options.onEvent({ type: "gap", room });
    if (this.#behind) this.#caught += messages.length;
    this.#showAll(messages);
    if (!more && this.#behind?.delete(nameKey(room))) this.#endIfCaughtUp();
    return false;
  }

  /** Begins to hand on what is said in a room: what was said last in it is known, or cannot be. */
  #open(room: string, messages?: History["messages"]): void {
    this.#showAll(this.#seen.open(room, messages));
    this.#settleJoins(room);
  }

  #settleJoins(room: string): void {
    for (const request of this.#requests) {
      const isJoin = request.type === "join" && nameKey(request.room) === nameKey(room);
      if (isJoin) this.#requests.settle(request.ref);
    }
  }

  #showAll(messages: readonly RoomMessage[]): void {
    for (const message of messages) {
      this.#options.onEvent({ type: "server", message: { type: "message", ...message } });
    }
  }

  #endIfCaughtUp(): void {
    if (this.#behind?.size !== 0) return;
    this.#behind = undefined;
    this.#waits = undefined;
    this.#options.onEvent({ type: "back", caught: this.#caught });
    this.#caught = 0;
    this.#sendAll();
  }

  #answerGreeting(answer: Welcome | ErrorMessage | undefined): boolean {
    const greeted = this.#greeted;
    this.#greeted = undefined;
    greeted?.(answer);
    return greeted !== undefined;
  }

  #sendAll(): void {
    for (const request of this.#requests) this.#send(request);
  }

  #send(message: ClientMessage): void {
    // Where it cannot be sent, reading ends as well, and it is sent again later.
    this.#transport?.send(JSON.stringify(message)).catch(() => {});
  }
}
