import type {
  MemberModerated,
  PrivacyEvent,
  TopicEvent,
} from "../../protocol/messages/moderation.ts";
import type { PresenceEvent } from "../../protocol/messages/server_messages.ts";
import type { RuleChange } from "../store/rule_store.ts";

/** An operator's action in a room or on the whole server: plain data with all that another node needs to apply it. */
export interface ModerationAction {
  /** Key of the room, or {@linkcode EVERYWHERE}. */
  readonly room: string;
  /** Changes of rules; empty for a kick. */
  readonly changes: readonly RuleChange[];
  /** Event to announce, if any; `left` removes its target from the room. */
  readonly event?:
    | MemberModerated
    | TopicEvent
    | PrivacyEvent
    | PresenceEvent & { readonly by: string };
  /** Identities of the targets. */
  readonly identities: readonly string[];
  /** Session of the operator, which gets the answer. */
  readonly session: string;
}
