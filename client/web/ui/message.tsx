import { useComputed } from "@preact/signals";
import type { Deletion, Reaction } from "../../../protocol/messages/changes.ts";
import type { MessageEntry } from "../../conversation/conversation_entry.ts";
import type { Chat } from "../model/chat.ts";
import type { ConversationSignals } from "../model/conversation_signals.ts";
import { texts } from "../model/language.ts";
import { act, actionsFor, type MessageAction, toggleReaction } from "../model/message_actions.ts";
import { hueOf } from "./avatar.tsx";
import { toDay, toTime } from "./format.ts";
import { IconButton, type IconName } from "./icons.tsx";
import { memo } from "./memo.ts";
import { messageOf } from "./message_events.ts";
import { MessageText } from "./message_text.tsx";
import { QuoteLine } from "./quote_line.tsx";
import { item } from "./roving.ts";
import { Time } from "./time.tsx";

const ICONS: Readonly<Record<MessageAction, IconName>> = {
  react: "smile",
  reply: "reply",
  copy: "copy",
  link: "link",
  edit: "edit",
  delete: "trash",
};

interface MessageProps {
  readonly chat: Chat;
  readonly conversation: ConversationSignals;
  readonly message: MessageEntry;
  readonly self: string;
  /** Whether no header above it has its time. */
  readonly isFollowUp: boolean;
  /** Whether the user jumped to it. */
  readonly isTarget: boolean;
  /** The language of the page: a change renders the message again. */
  readonly language: string;
}

/** A message: what it replies to, its text, reactions, and what the user can do with it. */
export const Message = memo((props: MessageProps) => {
  const { chat, conversation, message, self, isFollowUp, isTarget } = props;
  const { id, key, at, isMention, reply, deleted, reactions } = message;
  const isActive = useComputed(() => conversation.active.value === key).value;
  const isTabStop = useComputed(() => conversation.tabStop.value === key).value;
  // Otherwise, Tab would stop at each of them on its way through the log.
  const tabIndex = isActive ? 0 : -1;
  const kinds = `message ${isMention ? "is-mention" : ""} ${isTarget ? "is-target" : ""}`;
  const label = `said ${key}`.replaceAll(" ", "-");
  return (
    <div
      class={kinds}
      role="group"
      aria-labelledby={label}
      data-id={id}
      data-key={key}
      title={toTime(at)}
      {...item(isTabStop)}
    >
      {isActive && isFollowUp && <Time at={at} class="gutter" />}
      {reply && (
        <QuoteLine chat={chat} conversation={conversation} quote={reply} tabIndex={tabIndex} />
      )}
      <span id={label}>
        {deleted ? <Deleted deletion={deleted} /> : <Said message={message} self={self} />}
      </span>
      {reactions && (
        <ul class="reactions" aria-label={texts.value.reactions}>
          {reactions.map((reaction) => (
            <li key={reaction.emoji}>
              <ReactionButton
                reaction={reaction}
                isOwn={message.mine.includes(reaction.emoji)}
                tabIndex={tabIndex}
                onClick={() => toggleReaction(chat, conversation, message, reaction.emoji)}
              />
            </li>
          ))}
        </ul>
      )}
      {isActive && <Actions {...props} />}
    </div>
  );
});

/** What a message says. */
export function Said({ message, self }: {
  readonly message: Pick<MessageEntry, "from" | "text" | "action" | "edited">;
  readonly self: string;
}) {
  const { from, text, action, edited } = message;
  const t = texts.value;
  return (
    <>
      {action && (
        <span class="action-name">
          * <b class={`person ${hueOf(from)}`} data-person={from}>{from}</b>
          {" "}
        </span>
      )}
      <MessageText text={text} self={self} />
      {edited !== undefined && (
        <time
          class="edited"
          dateTime={new Date(edited).toISOString()}
          title={t.editedAt(toDay(edited), toTime(edited))}
        >
          {` ${t.edited}`}
        </time>
      )}
    </>
  );
}

function Deleted({ deletion: { by, at, reason } }: { readonly deletion: Deletion }) {
  return (
    <em class="deleted" title={`${toDay(at)}, ${toTime(at)}`}>
      {texts.value.deletedBy(by, reason)}
    </em>
  );
}

function ReactionButton({ reaction: { emoji, count, names }, isOwn, tabIndex, onClick }: {
  readonly reaction: Reaction;
  readonly isOwn: boolean;
  readonly tabIndex: 0 | -1;
  readonly onClick: () => void;
}) {
  const who = texts.value.reactedBy(names, count - names.length);
  return (
    <button type="button" aria-pressed={isOwn} title={who} tabIndex={tabIndex} onClick={onClick}>
      <span class="reaction">{emoji}</span> {count}
      <span class="visually-hidden">: {who}</span>
    </button>
  );
}

/** Buttons for the message with the focus or under the pointer. */
function Actions({ chat, conversation, message }: MessageProps) {
  const t = texts.value;
  const actions = actionsFor(chat, conversation, message);
  const copied = conversation.copied.value;
  const isCopied = copied?.key === message.key;
  if (actions.length === 0) return null;
  return (
    // The log is read out where it changes; these are no part of what was said.
    <div class="message-actions" role="toolbar" aria-label={t.messageActions} aria-live="off">
      {actions.map((action) => (
        <IconButton
          key={action}
          icon={isCopied && action === copied.what ? "check" : ICONS[action]}
          label={t.actions[action]}
          onClick={() => {
            // A dialog returns the focus to where it was, and this button may be gone by then.
            messageOf(document.activeElement)?.focus();
            act(chat, conversation, message, action);
          }}
        />
      ))}
      <span class="visually-hidden" role="status">{isCopied && t.copied}</span>
    </div>
  );
}
