import { useSignal } from "@preact/signals";
import type { Chat } from "../model/chat.ts";
import type { ConversationSignals } from "../model/conversation_signals.ts";
import { insertText } from "../model/insert_text.ts";
import { texts } from "../model/language.ts";
import { composerRange, focusComposer } from "./composer_field.ts";
import { Dialog } from "./dialog.tsx";
import { Icon, type IconName } from "./icons.tsx";
import { ModerationForm, type Sanction } from "./moderation_form.tsx";
import { UserSummary } from "./user_summary.tsx";

const SANCTIONS: readonly { readonly type: Sanction; readonly icon: IconName }[] = [
  { type: "mute", icon: "mute" },
  { type: "kick", icon: "leave" },
  { type: "ban", icon: "ban" },
];

/** Who another user is, and what to do about them: talk in private, mention, and as an operator mute, kick and ban. */
export function PersonDialog({ chat, conversation, name }: {
  readonly chat: Chat;
  readonly conversation: ConversationSignals;
  readonly name: string;
}) {
  const t = texts.value;
  const sanction = useSignal<Sanction | undefined>(undefined);
  const isOperator = conversation.kind === "room" &&
    conversation.operators.value.has(chat.name.value);
  const close = () => {
    chat.open.value = undefined;
  };
  const talk = () => {
    close();
    chat.goToPerson(name);
  };
  const isIgnored = chat.filter.ignores(name);
  const ignore = () => {
    close();
    chat.setIgnored(conversation, name, !isIgnored);
  };
  const mention = () => {
    const { begin } = composerRange();
    const before = conversation.draft.peek().slice(0, begin);
    const space = before === "" || /\s$/.test(before) ? "" : " ";
    const cursor = insertText(conversation, `${space}@${name} `, { begin, end: begin });
    close();
    chat.drawer.value = undefined;
    focusComposer(cursor);
  };
  return (
    <Dialog chat={chat} title={name}>
      <UserSummary chat={chat} name={name} />
      <ul class="menu">
        <MenuItem icon="chat" label={t.speakTo(name)} onClick={talk} />
        <MenuItem icon="at" label={t.mention(name)} onClick={mention} />
        <MenuItem
          icon={isIgnored ? "eye" : "eye-off"}
          label={isIgnored ? t.unignore(name) : t.ignore(name)}
          onClick={ignore}
        />
        {isOperator && SANCTIONS.map(({ type, icon }) => (
          <MenuItem
            key={type}
            icon={icon}
            label={t.sanctions[type](name)}
            isOpen={sanction.value === type}
            onClick={() => sanction.value = type}
          />
        ))}
      </ul>
      {sanction.value && (
        <ModerationForm
          key={sanction.value}
          chat={chat}
          room={conversation.name.value}
          name={name}
          type={sanction.value}
        />
      )}
    </Dialog>
  );
}

function MenuItem({ icon, label, isOpen, onClick }: {
  readonly icon: IconName;
  readonly label: string;
  /** Whether the form that it opens is open, if it opens one. */
  readonly isOpen?: boolean;
  readonly onClick: () => void;
}) {
  return (
    <li>
      <button type="button" class="list-button" aria-expanded={isOpen} onClick={onClick}>
        <Icon name={icon} /> <span class="list-label">{label}</span>
      </button>
    </li>
  );
}
