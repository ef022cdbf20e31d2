import type { ClientMessage } from "../../protocol/messages/client_messages.ts";
import type { ErrorMessage, ServerMessage } from "../../protocol/messages/server_messages.ts";
import type { Ref } from "../../protocol/messages/request.ts";
import { Authentication, type ResumeRejection } from "./authentication.ts";
import { ACCOUNT_CHANGED } from "./close_reasons.ts";
import type { Connection } from "./connection.ts";
import type { ClientEvent } from "./event.ts";
import { PendingAnswers } from "./pending_answers.ts";
import { Requests } from "./requests.ts";
import { RoomSync } from "./room_sync.ts";

/** Options of {@linkcode Session}. */
export interface SessionOptions {
  readonly emit: (event: ClientEvent) => void;
  /** The token of an earlier session. */
  readonly token: string | undefined;
  /** See `ClientOptions.rooms`. */
  readonly rooms: readonly string[] | undefined;
  /** See `ClientOptions.repeatsRecent`. */
  readonly repeatsRecent: boolean;
  /** Called when the session is ready: signed in, with all missed messages. */
  readonly onReady: () => void;
  /** Called when the server rejects resuming the session. */
  readonly onRefused: (refusal: ResumeRejection) => void;
  /** Called when the server moves its sessions to another node, which expects this one. */
  readonly onMove: () => void;
  /** Called when the server says over how many milliseconds its clients should return. */
  readonly onSpread: (time: number) => void;
}

/** Types of messages that only answer a request, if they have a `ref`. */
const ANSWERS: ReadonlySet<string> = new Set(
  [
    "joined",
    "rooms",
    "members",
    "bans",
    "invites",
    "history",
    "found",
    "ack",
    "pong",
    "away",
    "whois",
  ],
);

/** A session across its connections: requests and their answers, rooms, and what each message of the server means. */
export class Session {
  readonly requests: Requests = new Requests();
  readonly answers: PendingAnswers = new PendingAnswers();
  readonly authentication: Authentication;
  readonly roomSync: RoomSync;
  /** The connection, while there is one. */
  connection: Connection | undefined;
  /** The last error of the server. */
  lastError: ErrorMessage | undefined;
  readonly #options: SessionOptions;
  /** What the user says about being away; the server forgets it with the connection. */
  away: string | undefined;
  /** The `ref` of the request that tells it again after a reconnect. */
  #awayAgain: Ref | undefined;

  constructor(options: SessionOptions) {
    this.#options = options;
    this.roomSync = new RoomSync({
      requests: this.requests,
      rooms: options.rooms,
      repeatsRecent: options.repeatsRecent,
      onEvent: options.emit,
      leave: (room) => this.connection?.send({ type: "leave", room }),
      onHeldUp: () => this.connection?.close(),
      onCaughtUp: () => this.#onReady(),
    });
    this.authentication = new Authentication({
      token: options.token,
      rooms: (bytes) => this.roomSync.hello(bytes),
      onRefused: options.onRefused,
    });
  }

  /** Whether the session is signed in and connected. */
  get isConnected(): boolean {
    return this.connection !== undefined && this.authentication.welcome !== undefined &&
      !this.roomSync.isBehind;
  }

  /** Sends a request, now or once there is a connection; returns its `ref`. */
  request(message: ClientMessage, isOnce: boolean): Ref {
    const request = this.requests.add(message, isOnce);
    this.authentication.passwords.expect(request.ref, message);
    if (this.isConnected) this.connection!.request(request);
    // A password is not sent on a later connection. The caller gets the error once it knows the `ref`.
    else if (this.connection === undefined) queueMicrotask(() => this.giveUp());
    return request.ref;
  }

  /** Drops the requests that are not repeated after a lost connection. */
  giveUp(): void {
    for (const { ref } of this.requests.giveUp()) {
      this.authentication.passwords.forget(ref);
      const message = { type: "error", code: "outcome_unknown", message: "", ref } as const;
      this.#options.emit({ type: "server", message });
      this.answers.settle(ref, message);
    }
  }

  /** Handles a message of the server. */
  receive(message: ServerMessage, connection: Connection): void {
    if (this.#isUnasked(message)) return;
    if (this.#take(message, connection)) this.#options.emit({ type: "server", message });
    if (!("ref" in message) || message.ref === undefined) return;
    const goesOn = this.roomSync.isPart(message) && this.requests.goesOn(message.ref);
    // A `joined` is all of an answer, though its request is kept until the room's latest history, to be repeated.
    if (!goesOn || message.type === "joined") this.answers.settle(message.ref, message);
    if (goesOn) return;
    this.requests.settle(message.ref);
    this.authentication.passwords.forget(message.ref);
  }

  /** Returns whether a message claims to answer a request that was not made, or more often than possible. */
  #isUnasked(message: ServerMessage): boolean {
    if (!ANSWERS.has(message.type)) return false;
    const { ref } = message as { readonly ref?: Ref };
    return ref !== undefined && this.requests.owns(ref) && !this.requests.has(ref);
  }

  /** Applies a message to the session; returns whether to pass it on. */
  #take(message: ServerMessage, connection: Connection): boolean {
    const { authentication, roomSync } = this;
    switch (message.type) {
      case "welcome": {
        const isFirst = authentication.welcome === undefined;
        authentication.onWelcome(message);
        connection.begin(message.rate);
        if (isFirst) this.#begin(message.room);
        else this.#goOn(connection);
        return true;
      }
      case "error":
        this.lastError = message;
        return roomSync.take(message, authentication.name) &&
          !authentication.onError(message, connection);
      case "ping":
        connection.send(
          message.ref === undefined ? { type: "pong" } : { type: "pong", ref: message.ref },
        );
        return false;
      case "renamed":
        authentication.rename(message.from, message.name);
        return true;
      case "away":
        // Without a `ref` it is about another user, or another session of this one.
        if (message.ref === undefined) return true;
        this.away = message.text;
        return message.ref !== this.#awayAgain;
      case "registered":
      case "logged_in":
      case "password_changed":
      case "logged_out":
        if (message.ref !== undefined) {
          authentication.passwords.succeed(message.ref, connection.peer);
        }
        return true;
      case "bye":
        connection.reason = message.reason;
        // It is no longer the account's, or there is no account.
        if (message.reason === ACCOUNT_CHANGED) {
          authentication.passwords.remember(undefined, undefined);
        }
        if (message.after !== undefined) this.#options.onSpread(message.after);
        if (message.reason === "moving") this.#options.onMove();
        return true;
      default:
        return roomSync.take(message, authentication.name);
    }
  }

  #begin(room: string | undefined): void {
    this.roomSync.begin(room);
    this.#onReady();
  }

  /**
   * Rejoins the rooms that did not fit in `hello`; messages are repeated, and that the user is away, when nothing is missing.
   */
  #goOn(connection: Connection): void {
    const isAsked = [...this.requests].some(({ type }) => type === "away");
    if (this.away !== undefined && !isAsked) {
      this.#awayAgain = this.requests.add({ type: "away", text: this.away }, true).ref;
    }
    for (const join of this.roomSync.others) connection.request(join);
    this.roomSync.endIfCaughtUp();
  }

  #onReady(): void {
    this.#options.onReady();
    for (const request of this.requests) this.connection!.request(request);
  }
}
