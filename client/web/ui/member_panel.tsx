import type { Chat } from "../model/chat.ts";
import { catalogue, texts } from "../model/language.ts";
import type { ConversationSignals } from "../model/conversation_signals.ts";
import { Avatar } from "./avatar.tsx";
import { DrawerHeader } from "./drawer_header.tsx";
import { openPerson } from "./message_events.ts";
import { item, rove } from "./roving.ts";
import { Skeleton } from "./skeleton.tsx";

/** Members of a room. A click on one opens a menu. */
export function MemberPanel(
  { chat, conversation }: { readonly chat: Chat; readonly conversation: ConversationSignals },
) {
  const t = texts.value;
  const isKnown = conversation.hasMembers.value;
  const names = conversation.members.value;
  const operators = conversation.operators.value;
  const away = conversation.away.value;
  return (
    <aside class="members" aria-label={t.members}>
      <DrawerHeader chat={chat} class="list-header">
        <h2 id="members-head">{isKnown ? `${t.members} · ${names.length}` : t.members}</h2>
      </DrawerHeader>
      {!isKnown && <Skeleton lines={3} />}
      <ul aria-labelledby="members-head" onKeyDown={rove}>
        {names.map((name, index) => (
          <li key={name}>
            <MemberButton
              chat={chat}
              conversation={conversation}
              name={name}
              isOperator={operators.has(name)}
              away={away.get(name)}
              isEntry={index === 0}
            />
          </li>
        ))}
      </ul>
    </aside>
  );
}

function MemberButton({ chat, conversation, name, isOperator, away, isEntry }: {
  readonly chat: Chat;
  readonly conversation: ConversationSignals;
  readonly name: string;
  readonly isOperator: boolean;
  /** What the member says about being away; `undefined` if the member is not. */
  readonly away: string | undefined;
  readonly isEntry: boolean;
}) {
  const t = texts.value;
  const isSelf = name === chat.name.value;
  return (
    <button
      type="button"
      class={`list-button ${away === undefined ? "" : "is-away"}`}
      title={away === undefined ? undefined : catalogue.value.chat.user.away(away)}
      aria-haspopup="dialog"
      onClick={() => openPerson(chat, conversation, name)}
      {...item(isEntry)}
    >
      <Avatar name={name} />
      <span class="list-label">
        {name}
        {away !== undefined && <span class="visually-hidden">{` (${t.away})`}</span>}
      </span>
      {isOperator && (
        <span class="operator-badge" title={t.operator}>
          @<span class="visually-hidden">{t.operator}</span>
        </span>
      )}
      {isSelf && <small class="muted">{t.you}</small>}
    </button>
  );
}
