import { useLayoutEffect, useRef } from "preact/hooks";
import type { Chat } from "../model/chat.ts";
import { texts } from "../model/language.ts";
import type { ConversationSignals } from "../model/conversation_signals.ts";
import { Avatar } from "./avatar.tsx";
import { DrawerHeader } from "./drawer_header.tsx";
import { Icon, IconButton } from "./icons.tsx";
import { item, rove } from "./roving.ts";

/** Sidebar: the user's rooms, private conversations, and the button that opens the settings. */
export function Sidebar({ chat }: { readonly chat: Chat }) {
  const t = texts.value;
  const { rooms, people } = chat.conversations;
  const isOnline = chat.connection.value.state === "online";
  const isAway = chat.away.value !== undefined;
  return (
    <nav class="sidebar" aria-label={t.openRooms} inert={chat.drawer.value === "members"}>
      <DrawerHeader chat={chat} class="brand">
        <img src="icon.svg" alt="" width="28" height="28" />
        <span class="wordmark">chat</span>
      </DrawerHeader>
      <div class="lists">
        <section>
          <div class="list-header">
            <h2 id="rooms-head">{t.rooms}</h2>
            <IconButton
              icon="plus"
              label={t.findRoom}
              onClick={() => chat.open.value = { kind: "rooms" }}
            />
          </div>
          <ConversationList chat={chat} conversations={rooms.value} head="rooms-head" />
        </section>
        <section>
          <div class="list-header">
            <h2 id="people-head">{t.people}</h2>
          </div>
          {people.value.length === 0
            ? <p class="muted hint">{t.noPeople}</p>
            : <ConversationList chat={chat} conversations={people.value} head="people-head" />}
        </section>
      </div>
      <button
        type="button"
        class="account-button"
        onClick={() => chat.open.value = { kind: "menu" }}
      >
        <Avatar name={chat.name.value} />
        <span class="account-text">
          <strong>{chat.name.value}</strong>
          <small>
            <span class={`status-dot ${isOnline && !isAway ? "is-on" : ""}`} />
            {isOnline ? isAway ? t.away : t.online : t.offline}
          </small>
        </span>
        <Icon name="gear" />
        <span class="visually-hidden">{t.menu}</span>
      </button>
    </nav>
  );
}

function ConversationList({ chat, conversations, head }: {
  readonly chat: Chat;
  readonly conversations: readonly ConversationSignals[];
  readonly head: string;
}) {
  const current = chat.conversations.current.value;
  const entry = current && conversations.includes(current) ? current : conversations[0];
  return (
    <ul aria-labelledby={head} onKeyDown={rove}>
      {conversations.map((conversation) => (
        <li key={chat.conversations.keyOf(conversation)}>
          <ConversationButton
            chat={chat}
            conversation={conversation}
            isEntry={conversation === entry}
          />
        </li>
      ))}
    </ul>
  );
}

function ConversationButton({ chat, conversation, isEntry }: {
  readonly chat: Chat;
  readonly conversation: ConversationSignals;
  readonly isEntry: boolean;
}) {
  const isCurrent = chat.conversations.current.value === conversation;
  const button = useRef<HTMLButtonElement>(null);
  useLayoutEffect(() => {
    if (isCurrent) button.current!.scrollIntoView({ block: "nearest" });
  }, [isCurrent]);
  const unread = conversation.unread.value;
  const mentions = conversation.mentions.value;
  const name = conversation.name.value;
  return (
    <button
      ref={button}
      type="button"
      class={`list-button ${unread > 0 ? "is-unread" : ""}`}
      aria-current={isCurrent ? "true" : undefined}
      onClick={() => chat.select(conversation)}
      {...item(isEntry)}
    >
      {conversation.kind === "room"
        ? <span class="hash" aria-hidden="true">#</span>
        : <Avatar name={name} />}
      <span class="list-label">{conversation.kind === "room" ? name.slice(1) : name}</span>
      {unread > 0 && (
        <span class={`badge ${mentions > 0 ? "is-mention" : ""}`}>
          <span aria-hidden="true">{unread > 99 ? "99+" : unread}</span>
          <span class="visually-hidden">{texts.value.unread(unread, mentions)}</span>
        </span>
      )}
    </button>
  );
}
