import type { ClientMessage } from "../../protocol/messages/client_messages.ts";
import type { ServerMessage } from "../../protocol/messages/server_messages.ts";

/** A request whose answer is one message; `list`, `who`, `bans` and `invites` may have several. */
export type Question = Exclude<
  ClientMessage,
  { type: "hello" | "list" | "who" | "bans" | "invites" | "pong" | "quit" }
>;

/** Types of answers; other requests are answered by the event that they cause. */
export interface AnswerTypes {
  /** `ack` */
  readonly say: "ack";
  /** `ack` */
  readonly direct: "ack";
  /** `ack` */
  readonly edit: "ack";
  /** `ack` */
  readonly delete: "ack";
  /** `ack` */
  readonly react: "ack";
  /** `history` */
  readonly history: "history";
  /** `found` */
  readonly search: "found";
  /** `away` */
  readonly away: "away";
  /** `whois` */
  readonly whois: "whois";
  /** `joined` */
  readonly join: "joined";
  /** `left` */
  readonly leave: "left";
  /** `pong` */
  readonly ping: "pong";
}

/** The answer to a request. */
export type AnswerTo<T extends Question> = T["type"] extends keyof AnswerTypes
  ? ServerMessage & { readonly type: AnswerTypes[T["type"]] }
  : Exclude<ServerMessage, { type: "error" }>;
