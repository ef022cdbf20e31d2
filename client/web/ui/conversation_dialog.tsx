import type { Chat } from "../model/chat.ts";
import type { ConversationSignals } from "../model/conversation_signals.ts";
import { texts } from "../model/language.ts";
import { Dialog } from "./dialog.tsx";
import { Icon } from "./icons.tsx";
import { RoomLevel } from "./notification_settings.tsx";

/** What a user can do about a conversation: for a room, set what notifies there and leave it; otherwise close it. */
export function ConversationDialog({ chat, conversation }: {
  readonly chat: Chat;
  readonly conversation: ConversationSignals;
}) {
  const t = texts.value;
  const name = conversation.name.value;
  const isRoom = conversation.kind === "room";
  const close = () => {
    chat.open.value = undefined;
    chat.close(conversation);
  };
  return (
    <Dialog chat={chat} title={name}>
      {isRoom && <RoomLevel chat={chat} room={conversation} label={t.notifications} />}
      <ul class="menu">
        <li>
          <button type="button" class="list-button danger" onClick={close}>
            <Icon name={isRoom ? "leave" : "close"} />
            <span class="list-label">{isRoom ? t.leave(name) : t.closeConversation(name)}</span>
          </button>
        </li>
      </ul>
    </Dialog>
  );
}
