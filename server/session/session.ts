/**
 * One client's session: its connection, its handshake, and the command that each frame asks for.
 *
 * A session turns what a client sends into calls of the hub. It changes no room itself and does not know whether TCP, TLS or
 * a WebSocket carries it.
 *
 * @module
 */
import { errorMessage } from "../../locale/render/error_message.ts";
import type { Catalogue } from "../../locale/texts/catalogue.ts";
import { problemText } from "../../locale/render/problem_text.ts";
import type { Hello } from "../../protocol/messages/client_messages.ts";
import type { ServerMessage } from "../../protocol/messages/server_messages.ts";
import type { Ref } from "../../protocol/messages/request.ts";
import type { Command } from "../../protocol/commands/command_entry.ts";
import { utf8Length } from "../../protocol/text/utf8_length.ts";
import type { Dialect } from "../dialect/dialect.ts";
import type { Peer } from "../net/peer.ts";
import { authenticate } from "./authenticate.ts";
import { digestOf } from "../accounts/token_digest.ts";
import { dispatch } from "./dispatch.ts";
import type { ConnectionSlot } from "../net/connection_limiter.ts";
import type { Hub } from "../chat/hub.ts";
import { Member } from "../chat/member.ts";
import { refuseName } from "../chat/refuse_name.ts";
import { frameTooLarge } from "../net/frame_reader.ts";
import type { Refusal } from "../net/refusal.ts";
import type { ByeFields, CloseReason, SessionHandle } from "../chat/session_handle.ts";
import type { SendQueue } from "../send/send_queue.ts";
import { withRef } from "../chat/ref.ts";

/** The dialects of one kind of transport. */
export interface Dialects {
  readonly json: Dialect;
  readonly text: Dialect;
}

/** Is told what becomes of a session. */
export interface SessionObserver {
  /** Called once, when the session ends; only its send queue remains to be written. */
  onEnd(reason: string): void;
  /** Called when another client asks for the name. */
  onNameAskedFor(): void;
}

/** Options of {@linkcode Session}. */
export interface SessionOptions {
  readonly hub: Hub;
  readonly texts: Catalogue;
  readonly dialects: Dialects;
  readonly sendQueue: SendQueue;
  readonly peer: Peer;
  readonly slot: ConnectionSlot;
  /** Largest payload before sign-in, in bytes. */
  readonly maxHandshake: number;
  readonly observer: SessionObserver;
}

/** First byte of a client that speaks the JSON dialect: `{`. */
const OPENING_BRACE = 0x7b;

/** Session of one client: detects its dialect, signs it in, and dispatches its commands. */
export class Session implements SessionHandle {
  #options: SessionOptions;
  #dialect: Dialect | undefined;
  #member: Member | undefined;
  #isSigningIn = false;
  #isEnded = false;

  constructor(options: SessionOptions) {
    this.#options = { ...options, peer: { ...options.peer, session: this } };
  }

  /** The user's name; `undefined` before sign-in. */
  get name(): string | undefined {
    return this.#member?.name;
  }

  /** Whether the client waits for the server to check its name. */
  get isSigningIn(): boolean {
    return this.#isSigningIn;
  }

  /** Whether the client answers pings. */
  get answersPing(): boolean {
    return this.#dialect?.answersPing === true;
  }

  get isEnded(): boolean {
    return this.#isEnded;
  }

  /**
   * Handles the payload of one frame.
   *
   * @param frame The payload, as text or as bytes; the bytes may be reused after the call.
   * @returns A promise if the next frame must wait for it; it never rejects.
   */
  receive(frame: string | Uint8Array): Promise<void> | void {
    if (this.#isEnded) return;
    if (this.#member === undefined) {
      this.expect(typeof frame === "string" ? utf8Length(frame) : frame.length);
      if (this.#isEnded) return;
    }
    const { json, text } = this.#options.dialects;
    const begin = typeof frame === "string" ? frame.charCodeAt(0) : frame[0];
    this.#dialect ??= begin === OPENING_BRACE ? json : text;
    const decoded = this.#dialect.decode(frame, this.#member !== undefined);
    switch (decoded.kind) {
      case "command":
        return this.#take(decoded.command);
      case "problem": {
        const { form: _, suggestion: __, gone, ...problem } = decoded.problem;
        const message = problemText(decoded.problem, this.#options.texts);
        this.#send({ ...errorMessage(problem, this.#options.texts), message });
        if (gone === undefined || this.#member === undefined) return;
        return this.#send({ type: "left", room: gone, name: this.#member.name });
      }
      case "reply":
        return this.#send(...decoded.events);
    }
  }

  /**
   * Checks the length of an incomplete frame: before sign-in, long frames end the session.
   *
   * @param length Length of its payload in bytes.
   */
  expect(length: number): void {
    const { maxHandshake } = this.#options;
    if (this.#member === undefined && length > maxHandshake) {
      this.expel(frameTooLarge(length, maxHandshake));
    }
  }

  /** Checks whether a silent client is still there. */
  ping(): void {
    this.#send({ type: "ping" });
  }

  probe(): void {
    if (!this.#isEnded) this.#options.observer.onNameAskedFor();
  }

  /** Sends what the client's system must acknowledge: a ping, or a line where the dialect has none. */
  askWhetherThere(): void {
    if (this.answersPing) return this.ping();
    const message = this.#options.texts.chat.nameAskedFor(this.name ?? "");
    this.#send({ type: "notice", message });
  }

  /** Resolves when all requests are answered. */
  async answered(): Promise<void> {
    await this.#member?.asking;
  }

  /** Sends `bye` after everything in the send queue, and ends. */
  end(reason: CloseReason, fields: ByeFields = {}): void {
    if (this.#isEnded) return;
    this.#send({ type: "bye", reason, ...fields });
    this.#leave(reason);
  }

  /**
   * Sends the limit that the client exceeded, and ends. For a slow reader it replaces the send queue.
   *
   * @param refusal The limit.
   */
  expel(refusal: Refusal): void {
    if (this.#isEnded) return;
    const { code } = refusal;
    const error = errorMessage(refusal, this.#options.texts);
    // Before the first frame the dialect is unknown. Programs need the code, and people can read JSON.
    const dialect = this.#dialect ?? this.#options.dialects.json;
    const bytes = dialect.encode([error, { type: "bye", reason: code }]);
    if (code === "slow_reader") this.#options.sendQueue.cutTo(bytes);
    else this.#options.sendQueue.push(bytes);
    this.#leave(code);
  }

  /** Ends without `bye`: the peer is gone. */
  abandon(reason: string): void {
    if (!this.#isEnded) this.#leave(reason);
  }

  #take(command: Command): Promise<void> | void {
    if (this.#member) return dispatch(this.#options.hub, this.#member, command);
    if (command.type === "hello") return this.#authenticate(command);
    if (command.type === "quit") return this.end("quit", withRef(command.ref));
    this.#refuse({ code: "hello_required", value: command.type }, command.ref);
  }

  async #authenticate(hello: Hello): Promise<void> {
    const { hub, peer, slot, sendQueue } = this.#options;
    slot.activate();
    this.#isSigningIn = true;
    const token = hello.token ?? crypto.randomUUID();
    try {
      const digest = await digestOf(token);
      const version = hub.accountWatch.version;
      const admission = await authenticate(hub, hello, { peer, digest });
      if (this.#isEnded) return;
      if ("code" in admission) return this.#refuse(admission, hello.ref);
      const member = new Member({
        ...admission,
        digest,
        wire: hello.changes ? this.#dialect!.withChanges : this.#dialect!,
        sendQueue,
        handle: this,
        peer,
      });
      const banned = hub.access.refuseAdmission(member);
      if (banned) {
        this.#refuse(banned, hello.ref);
        return this.end("banned");
      }
      // From here on, the end of the session removes the member.
      this.#member = member;
      const refusal = await hub.admit(member, hello, token);
      if (refusal === undefined) return await hub.accountWatch.recheck(member, version);
      this.#member = undefined;
      if (this.#isEnded) return;
      this.#refuse(refuseName(refusal, hello.name), hello.ref);
    } catch (error) {
      this.#member = undefined;
      hub.observer.onStoreFailed(error);
      if (!this.#isEnded) this.#refuse({ code: "busy" }, hello.ref);
    } finally {
      this.#isSigningIn = false;
      if (this.#member === undefined && !this.#isEnded) slot.deactivate();
    }
  }

  #refuse(refusal: Refusal, ref?: Ref): void {
    this.#send(errorMessage({ ...refusal, ref }, this.#options.texts));
  }

  #send(...events: ServerMessage[]): void {
    if (this.#dialect && events.length > 0) {
      this.#options.sendQueue.push(this.#dialect.encode(events));
    }
  }

  #leave(reason: string): void {
    this.#isEnded = true;
    if (this.#member) this.#options.hub.remove(this.#member);
    this.#options.observer.onEnd(reason);
  }
}
