import type { Signal } from "@preact/signals";
import type { ClientMessage, ServerMessage } from "../../../protocol/messages/messages.ts";
import type { Ref } from "../../../protocol/messages/request.ts";
import type { ChatClient } from "../../session/client.ts";
import type { Conversation } from "./conversation.ts";
import type { Conversations } from "./conversations.ts";

/** State of the connection after login. */
export type ConnectionStatus =
  | { readonly state: "online" }
  /** Disconnected; `until` is the time of the next attempt in Unix milliseconds. */
  | { readonly state: "lost"; readonly until: number }
  /** Disconnected for good: the client does not reconnect. */
  | { readonly state: "ended"; readonly reason: string };

/** The dialog that is open. */
export type Open =
  | { readonly kind: "rooms" | "help" | "menu" }
  | { readonly kind: "search"; readonly terms: string }
  | { readonly kind: "account"; readonly action: AccountAction; readonly name?: string };

/** What the account dialog does. */
export type AccountAction = "register" | "login" | "passwd";

export type OnAnswer = (answer: ServerMessage) => void;

/** The part of a tab's session that messages from the server change. */
export interface ChatState {
  readonly client: Pick<ChatClient, "name"> | undefined;
  readonly conversations: Conversations;
  readonly name: Signal<string>;
  readonly isRegistered: Signal<boolean>;
  readonly connection: Signal<ConnectionStatus>;
  /** Called with each new message from another user. */
  readonly onMessage: (
    conversation: Conversation,
    message: { readonly from: string; readonly text: string },
  ) => void;
  /** Sends a request to the server. */
  ask(message: ClientMessage, onAnswer?: OnAnswer): Ref | undefined;
  /** Loads the messages before those that are loaded. */
  loadOlder(conversation: Conversation, limit?: number): Promise<void>;
  select(conversation: Conversation): void;
  /** Adds a note, which only this user sees, to the current conversation. */
  note(text: string, isProblem?: boolean): void;
  /** Adds the text of an event to a conversation as a note. */
  tell(message: ServerMessage, conversation?: Conversation): void;
  /** Stores the session, to restore it after a reload. */
  keep(): void;
}
