import type { Pending } from "../../conversation/conversation_entry.ts";
import type { Chat } from "../model/chat.ts";
import type { ConversationSignals } from "../model/conversation_signals.ts";
import { explain, texts } from "../model/language.ts";
import { Icon } from "./icons.tsx";
import { Said } from "./message.tsx";
import { QuoteLine } from "./quote_line.tsx";
import { RefusedButtons } from "./refused.tsx";

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
            {problem.code === "outcome_unknown" ? t.interrupted : t.notSent(explain(problem))}
            <RefusedButtons
              conversation={conversation}
              line={toLine(pending)}
              onRetry={again}
              onDrop={() => conversation.model.pending.settle(ref)}
            />
          </p>
        )}
    </div>
  );
}

/** The line that says the same. */
function toLine({ text, reply, action }: Pending): string {
  if (reply) return `/reply ${reply.id} ${text}`;
  return action ? `/me ${text}` : text.startsWith("/") ? `/${text}` : text;
}
