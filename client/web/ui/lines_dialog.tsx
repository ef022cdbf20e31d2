import type { Chat } from "../model/chat.ts";
import type { ConversationSignals } from "../model/conversation_signals.ts";
import { countLines, sendDraft } from "../model/draft_target.ts";
import { texts } from "../model/language.ts";
import { Dialog } from "./dialog.tsx";

/** Asks before many pasted lines are sent. */
export function LinesDialog({ chat, conversation }: {
  readonly chat: Chat;
  readonly conversation: ConversationSignals;
}) {
  const t = texts.value;
  const close = () => {
    chat.open.value = undefined;
  };
  const submit = (event: Event) => {
    event.preventDefault();
    close();
    sendDraft(chat, conversation);
  };
  const draft = conversation.draft.value;
  return (
    <Dialog chat={chat} title={t.sendLines(countLines(draft))}>
      <form onSubmit={submit}>
        <blockquote class="quote">{draft}</blockquote>
        <div class="buttons">
          <button type="submit" class="primary" autofocus>{t.send}</button>
          <button type="button" onClick={close}>{t.cancel}</button>
        </div>
      </form>
    </Dialog>
  );
}
