import type { Chat } from "../model/chat.ts";
import { texts } from "../model/language.ts";
import type { Talk } from "../model/conversation.ts";
import { Avatar } from "./avatar.tsx";
import { Composer } from "./composer.tsx";
import { Empty } from "./empty.tsx";
import { Icon, IconButton } from "./icons.tsx";
import { Log } from "./log.tsx";

/** The current conversation: header, log and composer. */
export function TalkView({ chat, talk }: { readonly chat: Chat; readonly talk: Talk }) {
  const t = texts.value;
  const name = talk.name.value;
  const isRoom = talk.kind === "room";
  const toggle = (drawer: "rooms" | "members") => {
    chat.drawer.value = chat.drawer.value === drawer ? undefined : drawer;
  };
  const others = chat.talks.unread.value - talk.unread.value;
  return (
    <>
      <header class="talk-head">
        <button
          type="button"
          class="icon-button only-narrow"
          aria-label={others > 0 ? `${t.openRooms}: ${t.unread(others, 0)}` : t.openRooms}
          onClick={() => toggle("rooms")}
        >
          <Icon name="menu" />
          {others > 0 && <span class="pip" />}
        </button>
        {!isRoom && <Avatar name={name} />}
        <div class="talk-title">
          <h1>{name}</h1>
          <Subtitle talk={talk} />
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
          icon={isRoom ? "leave" : "close"}
          label={isRoom ? t.leave(name) : t.closeTalk(name)}
          onClick={() => chat.close(talk)}
        />
      </header>
      <Log chat={chat} talk={talk} />
      <Composer chat={chat} talk={talk} />
    </>
  );
}

/** Shown when the user is in no room. */
export function NoTalk({ chat }: { readonly chat: Chat }) {
  const t = texts.value;
  return (
    <Empty>
      <p>{t.noTalk}</p>
      <button type="button" class="primary" onClick={() => chat.open.value = { kind: "rooms" }}>
        {t.findRoom}
      </button>
      <button type="button" class="only-narrow" onClick={() => chat.drawer.value = "rooms"}>
        {t.openRooms}
      </button>
    </Empty>
  );
}

function Subtitle({ talk }: { readonly talk: Talk }) {
  const t = texts.value;
  if (talk.kind === "person") return <p>{t.people}</p>;
  return <p>{talk.topic.value || t.memberCount(talk.members.value.length)}</p>;
}
