import { useEffect, useRef } from "preact/hooks";
import type { Chat } from "../model/chat.ts";
import { catalogue, texts } from "../model/language.ts";
import type { ConversationSignals } from "../model/conversation_signals.ts";
import { Avatar } from "./avatar.tsx";
import { Composer } from "./composer.tsx";
import { Empty } from "./empty.tsx";
import { Icon, IconButton } from "./icons.tsx";
import { MessageList } from "./message_list.tsx";
import { Topic } from "./topic.tsx";

/** The current conversation: header, log and composer. */
export function ConversationView(
  { chat, conversation }: { readonly chat: Chat; readonly conversation: ConversationSignals },
) {
  const t = texts.value;
  const name = conversation.name.value;
  const isRoom = conversation.kind === "room";
  const toggle = (drawer: "rooms" | "members") => {
    chat.drawer.value = chat.drawer.value === drawer ? undefined : drawer;
  };
  return (
    <>
      <header class="conversation-header">
        <button
          type="button"
          class="icon-button only-narrow"
          aria-label={roomsLabel(chat)}
          onClick={() => toggle("rooms")}
        >
          <Icon name="menu" />
          <UnreadMark chat={chat} />
        </button>
        {!isRoom && <Avatar name={name} />}
        <div class="conversation-title">
          <h1>{name}</h1>
          <Subtitle chat={chat} conversation={conversation} />
        </div>
        <IconButton
          icon="search"
          label={t.search}
          onClick={() => chat.open.value = { kind: "search", terms: "" }}
        />
        {isRoom && (
          <IconButton
            icon="people"
            class="only-medium"
            label={t.openMembers}
            onClick={() => toggle("members")}
          />
        )}
        <IconButton
          icon="more"
          label={t.conversationMenu}
          onClick={() => chat.open.value = { kind: "conversation", conversation }}
        />
      </header>
      <MessageList chat={chat} conversation={conversation} />
      <Composer chat={chat} conversation={conversation} />
    </>
  );
}

/** Shown when the user is in no room. */
export function NoConversation({ chat }: { readonly chat: Chat }) {
  const t = texts.value;
  const find = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    // With the room, what had the focus is gone.
    if (document.activeElement === document.body) find.current!.focus();
  }, []);
  return (
    <Empty>
      {chat.notice.value && <p role="status">{chat.notice.value}</p>}
      <p>{t.noConversation}</p>
      <button
        ref={find}
        type="button"
        class="primary"
        onClick={() => chat.open.value = { kind: "rooms" }}
      >
        {t.findRoom}
      </button>
      <button
        type="button"
        class="only-narrow"
        aria-label={roomsLabel(chat)}
        onClick={() => chat.drawer.value = "rooms"}
      >
        {t.openRooms}
        <UnreadMark chat={chat} />
      </button>
    </Empty>
  );
}

/** Returns the name of the button that opens the list of rooms. */
function roomsLabel(chat: Chat): string {
  const t = texts.value;
  const { unread, mentions } = chat.conversations.elsewhere.value;
  return unread > 0 ? `${t.openRooms}: ${t.unread(unread, mentions)}` : t.openRooms;
}

/** Mark on that button: a dot for unread messages, `@` if some of them concern the user. */
function UnreadMark({ chat }: { readonly chat: Chat }) {
  const { unread, mentions } = chat.conversations.elsewhere.value;
  if (unread === 0) return null;
  if (mentions === 0) return <span class="unread-dot" />;
  return <span class="unread-dot is-mention" aria-hidden="true">@</span>;
}

function Subtitle(
  { chat, conversation }: { readonly chat: Chat; readonly conversation: ConversationSignals },
) {
  const t = texts.value;
  if (conversation.kind === "person") {
    const away = chat.conversations.awayOf(conversation.name.value);
    if (away === undefined) return <p>{t.people}</p>;
    const text = catalogue.value.chat.user.away(away);
    return <Topic key={text} text={text} />;
  }
  const topic = conversation.topic.value;
  if (topic !== "") return <Topic key={topic} text={topic} />;
  if (!conversation.hasMembers.value) return <p>{t.loading}</p>;
  return <p>{t.memberCount(conversation.members.value.length)}</p>;
}
