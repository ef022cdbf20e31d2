import type { Signal } from "@preact/signals";
import type { ChangeEvent } from "../../../protocol/messages/changes.ts";
import type { Conversation } from "../../conversation/conversation.ts";
import type { SayOptions } from "../../conversation/say_options.ts";
import type { MessageEntry } from "../../conversation/conversation_entry.ts";
import type { ConversationList } from "./conversation_list.ts";
import type { ConversationSignals } from "./conversation_signals.ts";
import type { HistoryLoader } from "./history_loader.ts";
import type { DraftRange } from "./insert_text.ts";
import type { ErrorMessage } from "../../../protocol/messages/server_messages.ts";
import type { ACCOUNT_CHANGED } from "../../session/close_reasons.ts";

/** State of the connection after login. */
export type ConnectionStatus =
  | { readonly state: "online" }
  /** The browser has no network. The connection may survive that. */
  | { readonly state: "offline" }
  /** Disconnected for a reason as in `Closed`; `until` is the time of the next attempt in Unix milliseconds. */
  | { readonly state: "lost"; readonly until: number; readonly reason: string }
  /**
   * Disconnected, and the server does not have the session back under `name`; `until` is the time of the next attempt, if there is
   * one without another name or password.
   */
  | {
    readonly state: "refused";
    /** Why; `account_changed` if the session ended because its account changed. */
    readonly error: ErrorMessage | typeof ACCOUNT_CHANGED;
    readonly name: string;
    readonly asksPassword: boolean;
    readonly until?: number;
  }
  /** Disconnected for good: the client does not reconnect. */
  | {
    readonly state: "ended";
    readonly reason: string;
    readonly error?: ErrorMessage | undefined;
  };

/** The dialog that is open. */
export type Open =
  | { readonly kind: "rooms" | "help" | "menu" }
  | { readonly kind: "search"; readonly terms: string }
  | {
    readonly kind: "react" | "delete";
    readonly conversation: ConversationSignals;
    readonly message: MessageEntry;
  }
  | {
    readonly kind: "lines" | "word" | "conversation" | "link" | "invite";
    readonly conversation: ConversationSignals;
  }
  | {
    readonly kind: "emoji";
    readonly conversation: ConversationSignals;
    /** Where to put the emoji. */
    readonly range: DraftRange;
  }
  | {
    readonly kind: "person";
    readonly conversation: ConversationSignals;
    readonly name: string;
  }
  | { readonly kind: "account"; readonly action: AccountAction; readonly name?: string };

/** What the account dialog does. */
export type AccountAction = "register" | "login" | "passwd";

/** The part of the page that {@linkcode pageInterface} needs. */
export interface Page {
  readonly name: Signal<string>;
  /** Whether the session is in an account. */
  readonly isRegistered: Signal<boolean>;
  /** What the user says about being away; `undefined` if the user is not. */
  readonly away: Signal<string | undefined>;
  readonly conversations: ConversationList;
  readonly history: Pick<HistoryLoader, "loadOlder">;
  readonly connection: Signal<ConnectionStatus>;
  readonly open: Signal<Open | undefined>;
  /** The latest notice that no conversation shows, as the user is in none. */
  readonly notice: Signal<string | undefined>;
  /** The latest change of a message. */
  readonly changed: Signal<ChangeEvent | undefined>;
  /** Called with each new message from another user. */
  readonly onMessage: (
    conversation: ConversationSignals,
    message: { readonly from: string; readonly text: string },
  ) => void;
  /** Copies from the model which conversations are open, and who the user is. */
  update(): void;
  /** Closes a room that the user is no longer in. */
  forget(conversation: Conversation): void;
  goToRoom(name: string, code?: string): void;
  join(name: string): void;
  goToPerson(name: string): ConversationSignals | undefined;
  say(conversation: ConversationSignals, text: string, options?: SayOptions): void;
  close(conversation: ConversationSignals): void;
  leave(): void;
}
