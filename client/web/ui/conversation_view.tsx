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
  const others = chat.conversations.unread.value - conversation.unread.value;
  return (
    <>
      <header class="conversation-header">
        <button
          type="button"
          class="icon-button only-narrow"
          aria-label={others > 0 ? `${t.openRooms}: ${t.unread(others, 0)}` : t.openRooms}
          onClick={() => toggle("rooms")}
        >
          <Icon name="menu" />
          {others > 0 && <span class="unread-dot" />}
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
  return (
    <Empty>
      <p>{t.noConversation}</p>
      <button type="button" class="primary" onClick={() => chat.open.value = { kind: "rooms" }}>
        {t.findRoom}
      </button>
      <button type="button" class="only-narrow" onClick={() => chat.drawer.value = "rooms"}>
        {t.openRooms}
      </button>
    </Empty>
  );
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
