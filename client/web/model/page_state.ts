import type { Signal } from "@preact/signals";
import type { Conversation } from "../../conversation/conversation.ts";
import type { ConversationList } from "./conversation_list.ts";
import type { ConversationSignals } from "./conversation_signals.ts";

/** State of the connection. */
export type ConnectionStatus =
  | { readonly state: "online" }
  /** Lost; the next try is at `until`, in Unix milliseconds. */
  | { readonly state: "lost"; readonly until: number }
  /** Closed for good. */
  | { readonly state: "ended"; readonly reason: string };

/** The dialog that is open. */
export type Open =
  | { readonly kind: "rooms" | "help" | "menu" }
  | { readonly kind: "search"; readonly terms: string }
  | { readonly kind: "account"; readonly action: AccountAction; readonly name?: string };

/** What the account dialog is for. */
export type AccountAction = "register" | "login" | "passwd";

/** The page as the chat model's user interface sees it. */
export interface Page {
  readonly name: Signal<string>;
  readonly conversations: ConversationList;
  readonly connection: Signal<ConnectionStatus>;
  readonly open: Signal<Open | undefined>;
  /** Called for each new message of another user. */
  readonly onMessage: (
    conversation: ConversationSignals,
    message: { readonly from: string; readonly text: string },
  ) => void;
  /** Takes over which conversations are open, and who the user is. */
  update(): void;
  /** Closes a conversation that the user is no longer in. */
  forget(conversation: Conversation): void;
  loadOlder(conversation: ConversationSignals, limit?: number): Promise<void>;
  goToRoom(name: string): void;
  join(name: string): void;
  sendPrivately(to: string, text: string): void;
  close(conversation: ConversationSignals): void;
  leave(): void;
}
