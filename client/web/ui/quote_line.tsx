import type { Quote } from "../../../protocol/messages/changes.ts";
import type { Chat } from "../model/chat.ts";
import type { ConversationSignals } from "../model/conversation_signals.ts";
import { jumpToMessage } from "../model/jump_to_message.ts";
import { texts } from "../model/language.ts";
import { hueOf } from "./avatar.tsx";

/** What a message replies to, on one line; a click shows it in its place. */
export function QuoteLine({ chat, conversation, quote, tabIndex = 0 }: {
  readonly chat: Chat;
  readonly conversation: ConversationSignals;
  readonly quote: Quote;
  readonly tabIndex?: 0 | -1;
}) {
  const { id, from, text } = quote;
  if (from === undefined) return <p class="quote">{texts.value.quoteGone}</p>;
  return (
    <button
      type="button"
      class="quote"
      title={texts.value.goToQuoted}
      tabIndex={tabIndex}
      onClick={() => jumpToMessage(chat, conversation, id)}
    >
      <span class="visually-hidden">{texts.value.inReplyTo}</span>
      <b class={hueOf(from)}>{from}</b> {text}
    </button>
  );
}
