import { HANDSHAKE_FRAME } from "../../protocol/limits.ts";
import type { Hello } from "../../protocol/messages/client_messages.ts";
import type { ErrorMessage, Welcome } from "../../protocol/messages/server_messages.ts";
import { utf8Length } from "../../protocol/text/utf8_length.ts";
import { TIMEOUT } from "./close_reasons.ts";
import type { Connection } from "./connection.ts";
import { Handshake, type HandshakeReply } from "./handshake.ts";
import { PasswordMemory } from "./password_memory.ts";

/** Options of {@linkcode Authentication}. */
export interface AuthenticationOptions {
  /** The token of an earlier session. */
  readonly token: string | undefined;
  /** Returns the rooms to enter and to resume, as many as fit in a number of bytes as JSON. */
  readonly rooms: (bytes: number) => Pick<Hello, "rooms" | "resume">;
  /** Called when the server rejects resuming the session. */
  readonly onRefused: (refusal: ResumeRejection) => void;
}

/** Answer of a server that rejects resuming a session. */
export interface ResumeRejection {
  /** Name in the `hello`. */
  readonly name: string;
  readonly error: ErrorMessage;
  readonly connection: Connection;
  /** Whether a caller of {@linkcode Authentication.signIn} gets the reply, who can ask the user again. */
  readonly isAwaited: boolean;
}

/** Identity of the client: sends its name on each connection, and its password when the server asks for it. */
export class Authentication {
  readonly handshake: Handshake = new Handshake();
  readonly passwords: PasswordMemory = new PasswordMemory();
  readonly #options: AuthenticationOptions;
  #welcome: Welcome | undefined;
  /** Name for the next `hello`. */
  #name = "";
  #isAwaited = false;

  constructor(options: AuthenticationOptions) {
    this.#options = options;
  }

  /** The session, once there is one. */
  get welcome(): Welcome | undefined {
    return this.#welcome;
  }

  /** The session's name as the server spells it; empty before `welcome`. */
  get name(): string {
    return this.#welcome?.name ?? "";
  }

  /** Sets the name for the next connection. */
  setName(name: string): void {
    this.#name = name;
  }

  /** Sends a name, now or on the next connection; returns the reply. */
  signIn(name: string, connection: Connection | undefined): Promise<HandshakeReply> {
    this.#name = name;
    this.#isAwaited = true;
    const reply = this.handshake.say(this.#hello());
    if (connection) this.#send(connection);
    return reply;
  }

  /** Sends the name on a new connection. */
  greet(connection: Connection): void {
    this.handshake.say(this.#hello());
    this.#send(connection);
  }

  /**
   * Handles an error of the server.
   *
   * @param error The error.
   * @param connection The connection that it arrived on.
   * @returns Whether it is handled, so that the user need not see it.
   */
  onError(error: ErrorMessage, connection: Connection): boolean {
    // The server no longer waits for a name. It is sent on the next connection; this error is not the answer to it.
    if (this.#welcome === undefined && error.code === TIMEOUT) return true;
    const isAsked = error.code === "password_required" && error.ref === undefined;
    if (isAsked && this.#tellPassword(connection)) return true;
    const isAwaited = this.#isAwaited;
    if (!this.#answer(error)) return false;
    if (this.#welcome) this.#options.onRefused({ name: this.#name, error, connection, isAwaited });
    return true;
  }

  onWelcome(welcome: Welcome): void {
    this.#welcome = welcome;
    this.#name = welcome.name;
    this.#answer(welcome);
  }

  /** Notes a new name of a user, if it is that of this session. */
  rename(from: string, name: string): void {
    if (from !== this.name) return;
    this.#welcome = { ...this.#welcome!, name };
    this.#name = name;
  }

  #answer(reply: HandshakeReply): boolean {
    this.#isAwaited = false;
    return this.handshake.answer(reply);
  }

  #hello(): Hello {
    const token = this.#welcome?.token ?? this.#options.token;
    const hello: Hello = {
      type: "hello",
      name: this.#name,
      version: 1,
      changes: true,
      ...(token !== undefined && { token }),
    };
    const taken = utf8Length(JSON.stringify({ ...hello, rooms: [], resume: {} }));
    return { ...hello, ...this.#options.rooms(HANDSHAKE_FRAME - taken) };
  }

  #send(connection: Connection): void {
    connection.sendHello(this.handshake.hello!, this.passwords.passwordFor(connection.peer));
  }

  /** Sends the password that the server asks for; returns whether there is one that was not sent on this connection. */
  #tellPassword(connection: Connection): boolean {
    connection.isAsked = true;
    const isKnown = this.passwords.passwordFor(connection.peer) !== undefined;
    if (connection.isTold || !this.handshake.isWaiting || !isKnown) return false;
    this.#send(connection);
    return true;
  }
}
