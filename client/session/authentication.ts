import { HANDSHAKE_FRAME } from "../../protocol/limits.ts";
import type { ErrorMessage, Hello, Welcome } from "../../protocol/messages/messages.ts";
import { utf8Length } from "../../protocol/text/utf8_length.ts";
import { TIMEOUT } from "./close_reasons.ts";
import type { Connection } from "./connection.ts";
import { Handshake, type HandshakeReply } from "./handshake.ts";
import { PasswordMemory } from "./password_memory.ts";

/** Options of {@linkcode Authentication}. */
export interface AuthenticationOptions {
  /** The token of an earlier session. */
  readonly token: string | undefined;
  /** Returns the last ids seen, of as many rooms as fit into so many bytes of JSON. */
  readonly resume: (bytes: number) => Record<string, number>;
}

/** Who the client is: says its name on each connection, and its password where the server asks for it. */
export class Authentication {
  readonly handshake: Handshake = new Handshake();
  readonly passwords: PasswordMemory = new PasswordMemory();
  /** The session, once there is one. */
  welcome: Welcome | undefined;
  readonly #options: AuthenticationOptions;

  constructor(options: AuthenticationOptions) {
    this.#options = options;
  }

  /** The session's name as the server spells it; empty before `welcome`. */
  get name(): string {
    return this.welcome?.name ?? "";
  }

  /** Prepares to say a name, and says it if there is a connection; returns the answer. */
  signIn(name: string, connection: Connection | undefined): Promise<HandshakeReply> {
    const token = this.welcome?.token ?? this.#options.token;
    let hello: Hello = {
      type: "hello",
      name,
      version: 1,
      ...(token !== undefined && { token }),
    };
    if (this.welcome) {
      const taken = utf8Length(JSON.stringify({ ...hello, resume: {} }));
      hello = { ...hello, resume: this.#options.resume(HANDSHAKE_FRAME - taken) };
    }
    return this.handshake.say(hello, () => connection && this.sayHello(connection));
  }

  /** Says the name again on a connection. */
  sayHello(connection: Connection): void {
    connection.sendHello(
      this.handshake.hello!,
      this.passwords.passwordFor(connection.peer),
    );
  }

  /**
   * Handles an error of the server.
   *
   * @param error The error.
   * @param connection Where it arrived.
   * @returns Whether it is dealt with, so that no user need see it.
   */
  onError(error: ErrorMessage, connection: Connection): boolean {
    // The server waits no longer for a name. It is said on another connection, once there is one; this is no answer to it.
    if (this.welcome === undefined && error.code === TIMEOUT) return true;
    const isAsked = error.code === "password_required" && error.ref === undefined;
    return isAsked && this.#tellPassword(connection) || this.handshake.answer(error);
  }

  onWelcome(welcome: Welcome): void {
    this.welcome = welcome;
    this.handshake.answer(welcome);
  }

  /** Notes the session's new name. */
  rename(from: string, name: string): void {
    if (from === this.name) this.welcome = { ...this.welcome!, name };
  }

  /** Sends the password that the server asks for; returns whether there is one that it has not heard yet. */
  #tellPassword(connection: Connection): boolean {
    connection.isAsked = true;
    const isKnown = this.passwords.passwordFor(connection.peer) !== undefined;
    if (connection.isTold || !this.handshake.isWaiting || !isKnown) return false;
    this.sayHello(connection);
    return true;
  }
}
