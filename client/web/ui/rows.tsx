import type { Chat } from "../model/chat.ts";
import { texts } from "../model/language.ts";
import type { ConversationRow } from "../model/rows.ts";
import type { ConversationSignals } from "../model/conversation_signals.ts";
import { Avatar, hueOf } from "./avatar.tsx";
import { toDay } from "./format.ts";
import { memo } from "./memo.ts";
import { Message } from "./message.tsx";
import { NoteView } from "./note_view.tsx";
import { Time } from "./time.tsx";

interface RowProps<R extends ConversationRow> {
  readonly chat: Chat;
  readonly conversation: ConversationSignals;
  readonly row: R;
  /** The user's name. */
  readonly self: string;
  /** The language of the page: a change draws the row again. */
  readonly language: string;
  /** The id of the message that the user jumped to. */
  readonly target: number | undefined;
}

/** One row of the log. */
export const RowView = memo((props: RowProps<ConversationRow>) => {
  const { row } = props;
  switch (row.kind) {
    case "day":
      return (
        <h2 class="day">
          <span>{toDay(row.at)}</span>
        </h2>
      );
    case "new":
      return (
        <p class="new-mark">
          <span>{texts.value.newMessages}</span>
        </p>
      );
    case "note":
      return <NoteView chat={props.chat} conversation={props.conversation} note={row} />;
    case "group":
      return <Group {...props} row={row} />;
  }
});

function Group(
  { chat, conversation, row, self, language, target }: RowProps<
    ConversationRow & { readonly kind: "group" }
  >,
) {
  return (
    <article
      class={`group ${row.isOwn ? "is-own" : ""} ${row.isAction ? "is-action" : ""}`}
      aria-label={row.from}
    >
      {!row.isAction && (
        <>
          <Avatar name={row.from} />
          <header>
            <b class={`sender person ${hueOf(row.from)}`} data-person={row.from}>{row.from}</b>
            <Time at={row.at} />
          </header>
        </>
      )}
      {row.messages.map((message, index) => (
        <Message
          key={message.key}
          chat={chat}
          conversation={conversation}
          message={message}
          self={self}
          isFollowUp={index > 0 || row.isAction}
          isTarget={message.id === target}
          language={language}
        />
      ))}
    </article>
  );
}
