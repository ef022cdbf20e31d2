import { useSignal } from "@preact/signals";
import type { Chat } from "../model/chat.ts";
import type { ConversationSignals } from "../model/conversation_signals.ts";
import { texts } from "../model/language.ts";
import { canNotify, isNotifying, isSecure, setNotifying } from "../model/notifications.ts";
import { levelOf, LEVELS, type NotifyLevel, setLevel } from "../model/notify_levels.ts";
import { isSounding, setSounding } from "../model/sound.ts";

/** Turns notifications and their sound on and off, and sets for each room which messages notify. */
export function NotificationSettings({ chat }: { readonly chat: Chat }) {
  const t = texts.value;
  return (
    <>
      <NotificationSwitch />
      <label class="check">
        <input
          type="checkbox"
          checked={isSounding}
          onChange={(event) => setSounding(event.currentTarget.checked)}
        />
        {t.sound}
      </label>
      {chat.conversations.rooms.value.map((room) => (
        <RoomLevel key={chat.conversations.keyOf(room)} chat={chat} room={room} />
      ))}
    </>
  );
}

function NotificationSwitch() {
  const t = texts.value;
  const isDenied = useSignal(!canNotify());
  const toggle = async () => {
    const wanted = !isNotifying.value;
    const isOn = await setNotifying(wanted);
    isDenied.value = wanted && !isOn && !canNotify();
  };
  if (!isSecure()) return <p class="muted">{t.notifyInsecure}</p>;
  return (
    <>
      {isDenied.value && <p class="muted">{t.notifyDenied}</p>}
      {isNotifying.value && <p class="muted">{t.notifyOn}</p>}
      {!isDenied.value && (
        <button type="button" onClick={toggle}>
          {isNotifying.value ? t.notifyOff : t.notify}
        </button>
      )}
    </>
  );
}

/** Sets which messages of a room notify. */
export function RoomLevel({ chat, room, label = room.name.value }: {
  readonly chat: Chat;
  readonly room: ConversationSignals;
  readonly label?: string;
}) {
  const key = chat.conversations.keyOf(room);
  const level = levelOf(key);
  return (
    <label class="room-level">
      <span class="list-label">{label}</span>
      <select
        value={level}
        onChange={(event) => setLevel(key, event.currentTarget.value as NotifyLevel)}
      >
        {LEVELS.map((one) => (
          <option key={one} value={one} selected={one === level}>
            {texts.value.notifyLevels[one]}
          </option>
        ))}
      </select>
    </label>
  );
}
