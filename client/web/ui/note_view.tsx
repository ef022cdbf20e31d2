import type { Note } from "../../conversation/conversation_entry.ts";
import type { Chat } from "../model/chat.ts";
import type { ConversationSignals } from "../model/conversation_signals.ts";
import { Icon } from "./icons.tsx";
import { RefusedButtons } from "./refused.tsx";
import { Time } from "./time.tsx";

/** An event in a conversation, or the answer to a command; with a refused line, that and what to do with it. */
export function NoteView({ chat, conversation, note }: {
  readonly chat: Chat;
  readonly conversation: ConversationSignals;
  readonly note: Note;
}) {
  const { key, at, text, isProblem, line } = note;
  return (
    <div class={`note ${isProblem ? "is-error" : ""}`}>
      <Icon name={isProblem ? "alert" : "info"} />
      <p>{text}</p>
      <Time at={at} />
      {line !== undefined && (
        <p class="refused-line">
          <code>{line}</code>
          <RefusedButtons
            conversation={conversation}
            line={line}
            onRetry={() => chat.enterLine(conversation, line)}
            onDrop={() => conversation.model.dropNote(key)}
          />
        </p>
      )}
    </div>
  );
}
