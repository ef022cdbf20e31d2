import type { Chat } from "../model/chat.ts";
import type { ConversationSignals } from "../model/conversation_signals.ts";
import { sendDraft } from "../model/draft_target.ts";
import { texts } from "../model/language.ts";
import { Dialog } from "./dialog.tsx";

/** Asks whether a word such as `exit` is a message, or meant to leave. */
export function LeaveWordDialog({ chat, conversation }: {
  readonly chat: Chat;
  readonly conversation: ConversationSignals;
}) {
  const t = texts.value;
  const close = () => {
    chat.open.value = undefined;
  };
  const send = () => {
    close();
    sendDraft(chat, conversation);
  };
  const leave = () => {
    conversation.draft.value = "";
    chat.leave();
  };
  return (
    <Dialog chat={chat} title={t.sendWord(conversation.draft.value.trim())}>
      <div class="buttons">
        <button type="button" class="primary" autofocus onClick={close}>{t.cancel}</button>
        <button type="button" onClick={send}>{t.send}</button>
        <button type="button" class="danger" onClick={leave}>{t.quit}</button>
      </div>
    </Dialog>
  );
}
