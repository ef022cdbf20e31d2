import { memo } from "./memo.ts";
import type { Chat } from "../model/chat.ts";
import type { MessageEntry, Note, Pending } from "../../conversation/conversation_entry.ts";
import { language, texts } from "../model/language.ts";
import type { ConversationRow } from "../model/rows.ts";
import type { ConversationSignals } from "../model/conversation_signals.ts";
import { Avatar, hueOf } from "./avatar.tsx";
import { toDay, toTime } from "./format.ts";
import { Icon } from "./icons.tsx";
import { MessageText } from "./message_text.tsx";

/** One row of the log. */
export function RowView({ row, self, target }: {
  readonly row: ConversationRow;
  readonly self: string;
  readonly target: number | undefined;
}) {
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
      return <Group row={row} self={self} target={target} />;
  }
}

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

function Group({ row, self, target }: {
  readonly row: ConversationRow & { readonly kind: "group" };
  readonly self: string;
  readonly target: number | undefined;
}) {
  return (
    <article class={`group ${row.isOwn ? "is-own" : ""}`} aria-label={row.from}>
      <Avatar name={row.from} />
      <header>
        <b class={`sender ${hueOf(row.from)}`}>{row.from}</b>
        <Time at={row.at} />
      </header>
      {row.messages.map((message) => (
        <Message
          key={message.key}
          message={message}
          self={self}
          isTarget={message.id === target}
          language={language.value}
        />
      ))}
    </article>
  );
}

const Message = memo(({ message, self, isTarget }: {
  readonly message: MessageEntry;
  readonly self: string;
  readonly isTarget: boolean;
  readonly language: string;
}) => {
  const { id, text, at, isMention } = message;
  const kinds = `message ${isMention ? "is-mention" : ""} ${isTarget ? "is-target" : ""}`;
  return (
    <p class={kinds} data-id={id} title={toTime(at)}>
      <MessageText text={text} self={self} />
    </p>
  );
});

/** A message of this page that the server has not confirmed, or has refused. */
export function PendingView({ chat, conversation, pending }: {
  readonly chat: Chat;
  readonly conversation: ConversationSignals;
  readonly pending: Pending;
}) {
  const t = texts.value;
  const { ref, text, problem } = pending;
  const isOnline = chat.connection.value.state === "online";
  const again = () => {
    conversation.model.settle(ref);
    chat.say(conversation, text);
  };
  return (
    <div class={`pending ${problem === undefined ? "" : "is-refused"}`}>
      <p class="message">
        <MessageText text={text} self={chat.name.value} />
      </p>
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
