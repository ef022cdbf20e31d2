import { useSignal } from "@preact/signals";
import { MAX_REASON } from "../../../protocol/limits.ts";
import type { MessageEntry } from "../../conversation/conversation_entry.ts";
import type { Chat } from "../model/chat.ts";
import type { ConversationSignals } from "../model/conversation_signals.ts";
import { texts } from "../model/language.ts";
import { bind } from "./bind.ts";
import { Dialog } from "./dialog.tsx";
import { MessageText } from "./message_text.tsx";

/** Asks whether to delete a message; an operator may give a reason. */
export function DeleteDialog({ chat, conversation, message }: {
  readonly chat: Chat;
  readonly conversation: ConversationSignals;
  readonly message: MessageEntry;
}) {
  const t = texts.value;
  const reason = useSignal("");
  const close = () => {
    chat.open.value = undefined;
  };
  const submit = (event: Event) => {
    event.preventDefault();
    const why = reason.value.trim();
    chat.change(conversation, {
      type: "delete",
      about: message.id,
      ...(why !== "" && { reason: why }),
    });
    close();
  };
  return (
    <Dialog chat={chat} title={t.deleteMessage}>
      <form onSubmit={submit}>
        <blockquote class="quote">
          <b>{message.from}</b> <MessageText text={message.text} self={chat.name.value} />
        </blockquote>
        {!message.isOwn && (
          <label class="field">
            <span>{t.reason}</span>
            <input maxLength={MAX_REASON} autocomplete="off" {...bind(reason)} />
          </label>
        )}
        <p class="muted">{t.deleteWarning}</p>
        <div class="buttons">
          <button type="submit" class="danger" autofocus>{t.actions.delete}</button>
          <button type="button" onClick={close}>{t.cancel}</button>
        </div>
      </form>
    </Dialog>
  );
}
