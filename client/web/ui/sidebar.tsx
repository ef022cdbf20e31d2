import type { Chat } from "../model/chat.ts";
import { texts } from "../model/language.ts";
import type { Talk } from "../model/conversation.ts";
import { Avatar } from "./avatar.tsx";
import { DrawerHeader } from "./drawer_header.tsx";
import { Icon, IconButton } from "./icons.tsx";
import { item, rove } from "./roving.ts";

/** Sidebar: the user's rooms, private conversations, and the button that opens the settings. */
export function Sidebar({ chat }: { readonly chat: Chat }) {
  const t = texts.value;
  const { rooms, people } = chat.talks;
  const isOnline = chat.connection.value.state === "online";
  return (
    <nav class="sidebar" aria-label={t.openRooms} inert={chat.drawer.value === "members"}>
      <DrawerHeader chat={chat} class="brand">
        <img src="icon.svg" alt="" width="28" height="28" />
        <span class="wordmark">chat</span>
      </DrawerHeader>
      <div class="lists">
        <section>
          <div class="list-head">
            <h2 id="rooms-head">{t.rooms}</h2>
            <IconButton
              icon="plus"
              label={t.findRoom}
              onClick={() => chat.open.value = { kind: "rooms" }}
            />
          </div>
          <TalkList chat={chat} talks={rooms.value} head="rooms-head" />
        </section>
        <section>
          <div class="list-head">
            <h2 id="people-head">{t.people}</h2>
          </div>
          {people.value.length === 0
            ? <p class="muted hint">{t.noPeople}</p>
            : <TalkList chat={chat} talks={people.value} head="people-head" />}
        </section>
      </div>
      <button type="button" class="me" onClick={() => chat.open.value = { kind: "menu" }}>
        <Avatar name={chat.name.value} />
        <span class="me-text">
          <strong>{chat.name.value}</strong>
          <small>
            <span class={`dot ${isOnline ? "is-on" : ""}`} />
            {isOnline ? t.online : t.offline}
          </small>
        </span>
        <Icon name="gear" />
        <span class="unseen">{t.menu}</span>
      </button>
    </nav>
  );
}

function TalkList({ chat, talks, head }: {
  readonly chat: Chat;
  readonly talks: readonly Talk[];
  readonly head: string;
}) {
  const current = chat.talks.current.value;
  const entry = current && talks.includes(current) ? current : talks[0];
  return (
    <ul class="talks" aria-labelledby={head} onKeyDown={rove}>
      {talks.map((talk) => (
        <li key={chat.talks.keyOf(talk)}>
          <TalkButton chat={chat} talk={talk} isEntry={talk === entry} />
        </li>
      ))}
    </ul>
  );
}

function TalkButton({ chat, talk, isEntry }: {
  readonly chat: Chat;
  readonly talk: Talk;
  readonly isEntry: boolean;
}) {
  const isCurrent = chat.talks.current.value === talk;
  const unread = talk.unread.value;
  const mentions = talk.mentions.value;
  const name = talk.name.value;
  return (
    <button
      type="button"
      class={`talk-button ${unread > 0 ? "is-unread" : ""}`}
      aria-current={isCurrent ? "true" : undefined}
      onClick={() => chat.select(talk)}
      {...item(isEntry)}
    >
      {talk.kind === "room"
        ? <span class="hash" aria-hidden="true">#</span>
        : <Avatar name={name} />}
      <span class="talk-name">{talk.kind === "room" ? name.slice(1) : name}</span>
      {unread > 0 && (
        <span class={`badge ${mentions > 0 ? "is-mention" : ""}`}>
          <span aria-hidden="true">{unread > 99 ? "99+" : unread}</span>
          <span class="unseen">{texts.value.unread(unread, mentions)}</span>
        </span>
      )}
    </button>
  );
}
