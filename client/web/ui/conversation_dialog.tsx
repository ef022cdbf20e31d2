import type { Chat } from "../model/chat.ts";
import type { ConversationSignals } from "../model/conversation_signals.ts";
import { texts } from "../model/language.ts";
import { Dialog } from "./dialog.tsx";
import { Icon } from "./icons.tsx";
import { RoomLevel } from "./notification_settings.tsx";

/**
 * What a user can do about a conversation: for a room, set what notifies there, link to it, as an operator invite by link,
 * and leave it; otherwise close it.
 */
export function ConversationDialog({ chat, conversation }: {
  readonly chat: Chat;
  readonly conversation: ConversationSignals;
}) {
  const t = texts.value;
  const name = conversation.name.value;
  const isRoom = conversation.kind === "room";
  const open = (kind: "link" | "invite") => () => {
    chat.open.value = { kind, conversation };
  };
  const close = () => {
    chat.open.value = undefined;
    chat.close(conversation);
  };
  return (
    <Dialog chat={chat} title={name}>
      {isRoom && <RoomLevel chat={chat} room={conversation} label={t.notifications} />}
      <ul class="menu">
        {isRoom && (
          <>
            <li>
              <button type="button" class="list-button" onClick={open("link")}>
                <Icon name="code" />
                <span class="list-label">{t.links.show}</span>
              </button>
            </li>
            {conversation.operators.value.has(chat.name.value) && (
              <li>
                <button type="button" class="list-button" onClick={open("invite")}>
                  <Icon name="link" />
                  <span class="list-label">{t.links.invite}</span>
                </button>
              </li>
            )}
          </>
        )}
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
