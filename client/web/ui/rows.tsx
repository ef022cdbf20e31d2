import type { Chat } from "../model/chat.ts";
import type { Note, Pending } from "../../conversation/conversation_entry.ts";
import { texts } from "../model/language.ts";
import type { ConversationRow } from "../model/rows.ts";
import type { ConversationSignals } from "../model/conversation_signals.ts";
import { Avatar, hueOf } from "./avatar.tsx";
import { toDay, toTime } from "./format.ts";
import { Icon } from "./icons.tsx";
import { memo } from "./memo.ts";
import { Message, Said } from "./message.tsx";
import { QuoteLine } from "./quote_line.tsx";

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
      return <NoteView note={row} />;
    case "group":
      return <Group {...props} row={row} />;
  }
});

function Time({ at }: { readonly at: number }) {
  return <time dateTime={new Date(at).toISOString()}>{toTime(at)}</time>;
}

function NoteView({ note }: { readonly note: Note }) {
  return (
    <p class={`note ${note.isProblem ? "is-error" : ""}`}>
      {note.text} <Time at={note.at} />
    </p>
  );
}

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
      {row.messages.map((message) => (
        <Message
          key={message.key}
          chat={chat}
          conversation={conversation}
          message={message}
          self={self}
          isTarget={message.id === target}
          language={language}
        />
      ))}
    </article>
  );
}

/** A message of this page that the server has not confirmed, or has refused. */
export function PendingView({ chat, conversation, pending }: {
  readonly chat: Chat;
  readonly conversation: ConversationSignals;
  readonly pending: Pending;
}) {
  const t = texts.value;
  const { ref, text, reply, action, problem } = pending;
  const isOnline = chat.connection.value.state === "online";
  const again = () => {
    conversation.model.settle(ref);
    chat.say(conversation, text, {
      ...(reply && { reply: reply.id }),
      ...(action && { action }),
    });
  };
  return (
    <div class={`pending ${problem === undefined ? "" : "is-refused"}`}>
      <div class="message">
        {reply && <QuoteLine chat={chat} conversation={conversation} quote={reply} />}
        <Said message={{ from: chat.name.value, ...pending }} self={chat.name.value} />
      </div>
      {problem === undefined
        ? (
          <small class="muted">
            <Icon name="clock" /> {isOnline ? t.sending : t.waiting}
          </small>
        )
        : (
          <p class="refused" role="alert">
            {t.notSent(problem)}
            <button type="button" onClick={again}>{t.sayAgain}</button>
            <button type="button" onClick={() => conversation.model.settle(ref)}>
              {t.discard}
            </button>
          </p>
        )}
    </div>
  );
}
