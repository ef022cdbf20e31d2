import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import type { RoomInfo } from "../../../protocol/messages/server_messages.ts";
import { nameKey, toRoom } from "../../../protocol/text/names.ts";
import type { Chat } from "../model/chat.ts";
import { texts } from "../model/language.ts";
import { bind } from "./bind.ts";
import { Dialog } from "./dialog.tsx";
import { item, rove } from "./roving.ts";

/** Lists the rooms of the server, filters them by what is typed, and creates new ones. */
export function RoomsDialog({ chat }: { readonly chat: Chat }) {
  const t = texts.value;
  const rooms = useSignal<readonly RoomInfo[]>([]);
  const typed = useSignal("");
  useEffect(() => {
    const all: RoomInfo[] = [];
    chat.ask({ type: "list" }, (answer) => {
      if (answer.type !== "rooms") return;
      all.push(...answer.rooms);
      if (!answer.more) rooms.value = [...all].sort((one, other) => other.members - one.members);
    });
  }, []);
  const go = (room: string) => {
    chat.open.value = undefined;
    chat.goToRoom(room);
  };
  const key = nameKey(typed.value.trim().replace(/^#/, ""));
  const shown = rooms.value.filter(({ name }) => nameKey(name).includes(key));
  const toTyped = () => toRoom(typed.value, chat.client?.limits.room);
  const room = toTyped();
  const isThere = room !== undefined &&
    rooms.value.some(({ name }) => nameKey(name) === nameKey(room));
  return (
    <Dialog chat={chat} title={t.findRoom}>
      <form
        class="inline"
        onSubmit={(event) => {
          event.preventDefault();
          const room = toTyped();
          if (room !== undefined) go(room);
        }}
      >
        <input
          autofocus
          autocapitalize="off"
          aria-label={t.findRoomHint}
          placeholder={t.findRoomHint}
          {...bind(typed)}
        />
        <button type="submit" class="primary" disabled={room === undefined}>
          {room === undefined || isThere ? t.join : t.create(room)}
        </button>
      </form>
      {shown.length === 0 && typed.value !== "" && <p class="muted">{t.noRooms}</p>}
      <ul class="found-rooms" aria-label={t.rooms} onKeyDown={rove}>
        {shown.map(({ name, members, topic }, index) => (
          <li key={name}>
            <button
              type="button"
              class="list-button"
              title={topic}
              onClick={() => go(name)}
              {...item(index === 0)}
            >
              <span class="hash" aria-hidden="true">#</span>
              <span class="list-label">{name.slice(1)}</span>
              <small class="muted">{t.memberCount(members)}</small>
            </button>
          </li>
        ))}
      </ul>
    </Dialog>
  );
}
