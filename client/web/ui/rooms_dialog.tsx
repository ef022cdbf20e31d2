import { useSignal } from "@preact/signals";
import { useEffect, useLayoutEffect, useRef } from "preact/hooks";
import type { RoomInfo } from "../../../protocol/messages/server_messages.ts";
import { nameKey, toRoom } from "../../../protocol/text/names.ts";
import type { Chat } from "../model/chat.ts";
import { texts } from "../model/language.ts";
import { bind } from "./bind.ts";
import { Dialog } from "./dialog.tsx";
import { Icon } from "./icons.tsx";
import { isInputMethod } from "./input_method.ts";

/** A room to go to; without `info`, it is to be created. */
interface Choice {
  readonly name: string;
  readonly info?: RoomInfo;
}

/**
 * Lists the rooms of the server, filters them by what is typed, and creates new ones: a combobox, where the arrow keys
 * choose and Enter goes to the chosen room, at first the first one.
 */
export function RoomsDialog({ chat }: { readonly chat: Chat }) {
  const t = texts.value;
  const rooms = useSignal<readonly RoomInfo[] | undefined>(undefined);
  const typed = useSignal("");
  const chosen = useSignal(0);
  const list = useRef<HTMLUListElement>(null);
  useEffect(() => {
    const all: RoomInfo[] = [];
    chat.ask({ type: "list" }, (answer) => {
      if (answer.type !== "rooms") return;
      all.push(...answer.rooms);
      if (!answer.more) rooms.value = [...all].sort((one, other) => other.members - one.members);
    });
  }, []);
  const go = ({ name }: Choice) => {
    chat.open.value = undefined;
    chat.goToRoom(name);
  };
  const choicesOf = (text: string) =>
    toChoices(rooms.value ?? [], text, toRoom(text, chat.client?.limits.room));
  const choices = choicesOf(typed.value);
  const index = Math.min(chosen.value, choices.length - 1);
  useLayoutEffect(() => {
    list.current?.querySelector("[aria-selected=true]")?.scrollIntoView({ block: "nearest" });
  }, [index, choices.length]);
  const onKeyDown = (event: KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: choices.length - 1 }[event.key];
    if (step === undefined || choices.length === 0 || isInputMethod(event)) return;
    event.preventDefault();
    chosen.value = (index + step) % choices.length;
  };
  return (
    <Dialog chat={chat} title={t.findRoom}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          // Enter may be pressed before the last keystroke is rendered.
          const choice = choicesOf(typed.peek())[Math.max(0, chosen.peek())];
          if (choice) go(choice);
        }}
      >
        <input
          autofocus
          autocapitalize="off"
          autocomplete="off"
          enterkeyhint="go"
          role="combobox"
          aria-label={t.findRoomHint}
          aria-expanded={choices.length > 0}
          aria-controls="found-rooms"
          aria-autocomplete="list"
          aria-activedescendant={choices.length > 0 ? `found-room-${index}` : undefined}
          placeholder={t.findRoomHint}
          onKeyDown={onKeyDown}
          {...bind(typed)}
          onInput={(event) => {
            typed.value = event.currentTarget.value;
            chosen.value = 0;
          }}
        />
      </form>
      <p class="muted" role="status">
        {rooms.value === undefined ? t.loading : choices.length === 0 && t.noRooms}
      </p>
      <ul ref={list} id="found-rooms" class="found-rooms" role="listbox" aria-label={t.rooms}>
        {choices.map((choice, place) => (
          <li
            key={choice.name}
            id={`found-room-${place}`}
            class="list-button"
            role="option"
            aria-selected={place === index}
            onClick={() => go(choice)}
          >
            <RoomChoice choice={choice} />
          </li>
        ))}
      </ul>
    </Dialog>
  );
}

function RoomChoice({ choice: { name, info } }: { readonly choice: Choice }) {
  const t = texts.value;
  if (!info) {
    return (
      <>
        <span class="hash">
          <Icon name="plus" />
        </span>
        <span class="list-label">{t.create(name)}</span>
      </>
    );
  }
  return (
    <>
      <span class="hash" aria-hidden="true">#</span>
      <span class="list-label">
        {name.slice(1)}
        {info.topic && <small class="found-topic">{info.topic}</small>}
      </span>
      <small class="muted">{t.memberCount(info.members)}</small>
    </>
  );
}

/** The rooms with what is typed in their names, first those that begin with it; at the end, the room to create. */
function toChoices(
  rooms: readonly RoomInfo[],
  typed: string,
  wanted: string | undefined,
): readonly Choice[] {
  const key = nameKey(typed.trim().replace(/^#/, ""));
  const found = rooms.flatMap((info) => {
    const place = nameKey(info.name).indexOf(key, 1);
    return place < 0 ? [] : [{ name: info.name, info, isBeginning: place === 1 }];
  });
  const sorted = found.sort((one, other) => Number(other.isBeginning) - Number(one.isBeginning));
  const isThere = wanted === undefined ||
    rooms.some(({ name }) => nameKey(name) === nameKey(wanted));
  return isThere ? sorted : [...sorted, { name: wanted }];
}
