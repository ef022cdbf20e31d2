import { DEFAULT_LIMITS } from "../../protocol/limits.ts";
import type { ClientMessage } from "../../protocol/messages/client_messages.ts";
import type { ServerMessage } from "../../protocol/messages/server_messages.ts";
import type { Ref } from "../../protocol/messages/request.ts";
import type { ModelClient } from "../conversation/chat_model.ts";

/** A client for tests that keeps requests and answers none; the tests say what the server sends. */
export class FakeClient implements ModelClient {
  name = "Ana";
  isConnected = true;
  readonly limits = DEFAULT_LIMITS;
  readonly web: string | undefined = undefined;
  /** The requests, with `ref`s that count from 1. */
  readonly sent: ClientMessage[] = [];
  /** How many times the user asked to reconnect. */
  reconnects = 0;

  get unanswered(): number {
    return this.sent.length;
  }

  request(message: ClientMessage): Ref {
    const ref = this.sent.length + 1;
    this.sent.push({ ...message, ref });
    return ref;
  }

  returnAs(): boolean {
    return false;
  }

  reconnect(): void {
    this.reconnects++;
  }

  isEcho(): boolean {
    return false;
  }

  /** Requests of a type. */
  of(type: ClientMessage["type"]): readonly ClientMessage[] {
    return this.sent.filter((message) => message.type === type);
  }
}

/** Creates the event of a server message. */
export function fromServer(message: ServerMessage) {
  return { type: "server" as const, message };
}
