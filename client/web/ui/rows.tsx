import { memo } from "./memo.ts";
import type { Chat } from "../model/chat.ts";
import type { Note, Pending, SaidEntry } from "../model/entry.ts";
import { language, texts } from "../model/language.ts";
import type { Row } from "../model/rows.ts";
import type { Talk } from "../model/conversation.ts";
import { Avatar, hueOf } from "./avatar.tsx";
import { toDay, toTime } from "./format.ts";
import { Icon } from "./icons.tsx";
import { Text } from "./text.tsx";

/** One row of the log. */
export function RowView({ row, self, sought }: {
  readonly row: Row;
  readonly self: string;
  readonly sought: number | undefined;
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
      return <Group row={row} self={self} sought={sought} />;
  }
}

function Time({ at }: { readonly at: number }) {
  return <time dateTime={new Date(at).toISOString()}>{toTime(at)}</time>;
}

function NoteView({ note }: { readonly note: Note }) {
  return (
    <p class={`note ${note.isProblem ? "is-problem" : ""}`}>
      {note.text} <Time at={note.at} />
    </p>
  );
}

function Group({ row, self, sought }: {
  readonly row: Row & { readonly kind: "group" };
  readonly self: string;
  readonly sought: number | undefined;
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
          isSought={message.id === sought}
          language={language.value}
        />
      ))}
    </article>
  );
}

const Message = memo(({ message, self, isSought }: {
  readonly message: SaidEntry;
  readonly self: string;
  readonly isSought: boolean;
  readonly language: string;
}) => {
  const { id, text, at, isMention } = message;
  const kinds = `message ${isMention ? "is-mention" : ""} ${isSought ? "is-sought" : ""}`;
  return (
    <p class={kinds} data-id={id} title={toTime(at)}>
      <Text text={text} self={self} />
    </p>
  );
});

/** A message of this page that the server has not confirmed, or has refused. */
export function PendingView({ chat, talk, pending }: {
  readonly chat: Chat;
  readonly talk: Talk;
  readonly pending: Pending;
}) {
  const t = texts.value;
  const { ref, text, problem } = pending;
  const isOnline = chat.connection.value.state === "online";
  const again = () => {
    talk.settle(ref);
    chat.say(talk, text);
  };
  return (
    <div class={`pending ${problem === undefined ? "" : "is-refused"}`}>
      <p class="message">
        <Text text={text} self={chat.name.value} />
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
            <button type="button" onClick={() => talk.settle(ref)}>{t.discard}</button>
          </p>
        )}
    </div>
  );
}
