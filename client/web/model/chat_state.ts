import type { Signal } from "@preact/signals";
import type { ClientMessage, ServerMessage } from "../../../protocol/messages/messages.ts";
import type { Ref } from "../../../protocol/messages/request.ts";
import type { ChatClient } from "../../session/client.ts";
import type { Talk } from "./conversation.ts";
import type { Talks } from "./conversations.ts";

/** How one is connected. */
export type Connection =
  | { readonly state: "online" }
  /** It is lost; the next try is at this time, in Unix milliseconds. */
  | { readonly state: "lost"; readonly until: number }
  /** There is no coming back by itself. */
  | { readonly state: "ended"; readonly reason: string };

/** What is open above the talk. */
export type Open =
  | { readonly kind: "rooms" | "help" | "menu" }
  | { readonly kind: "search"; readonly terms: string }
  | { readonly kind: "account"; readonly action: AccountAction; readonly name?: string };

/** What a form about an account is for. */
export type AccountAction = "register" | "login" | "passwd";

/** Takes the answer to a request. */
export type OnAnswer = (answer: ServerMessage) => void;

/** The tab's part in the chat, as far as what arrives from the server changes it. */
export interface ChatState {
  readonly client: Pick<ChatClient, "name"> | undefined;
  readonly talks: Talks;
  readonly name: Signal<string>;
  readonly isRegistered: Signal<boolean>;
  readonly connection: Signal<Connection>;
  /** Called for each message from another user that was just sent. */
  readonly onTalk: (talk: Talk, message: { readonly from: string; readonly text: string }) => void;
  /** Sends a request to the server. */
  ask(message: ClientMessage, onAnswer?: OnAnswer): Ref | undefined;
  /** Loads the messages before those that are loaded. */
  loadOlder(talk: Talk, limit?: number): Promise<void>;
  /** Shows a conversation. */
  select(talk: Talk): void;
  /** Shows a line in the conversation on the screen. */
  note(text: string, isProblem?: boolean): void;
  /** Shows what a server message means, in a conversation. */
  tell(message: ServerMessage, talk?: Talk): void;
  /** Saves what the tab needs to continue after a reload. */
  keep(): void;
}
