import type {
  MemberModerated,
  PrivacyEvent,
  TopicEvent,
} from "../../protocol/messages/moderation.ts";
import type { PresenceEvent } from "../../protocol/messages/messages.ts";
import type { RuleChange } from "../store/rule_store.ts";

/**
 * Something that was done in a room, or on the whole server, by those who look after it: plain data, with all that is
 * needed to do the same on another node.
 */
export interface ModerationAction {
  /** The key of the room, or {@linkcode EVERYWHERE}. */
  readonly room: string;
  /** What changes of the rules; nothing, where somebody is put out without being banned. */
  readonly changes: readonly RuleChange[];
  /** What is told, if anything; `left` puts out whom it is about. */
  readonly event?:
    | MemberModerated
    | TopicEvent
    | PrivacyEvent
    | PresenceEvent & { readonly by: string };
  /** The identities of those whom it is about. */
  readonly identities: readonly string[];
  /** The session of the one who did it, which gets the answer. */
  readonly session: string;
}
