import type { MessageEntry } from "../../conversation/conversation_entry.ts";
import type { Chat } from "../model/chat.ts";
import type { ConversationSignals } from "../model/conversation_signals.ts";
import { insertText } from "../model/insert_text.ts";
import { texts } from "../model/language.ts";
import { toggleReaction } from "../model/message_actions.ts";
import { AccountDialog } from "./account_dialog.tsx";
import { ConversationDialog } from "./conversation_dialog.tsx";
import { DeleteDialog } from "./delete_dialog.tsx";
import { focusComposer } from "./composer_field.ts";
import { EmojiDialog } from "./emoji_dialog.tsx";
import { HelpDialog } from "./help_dialog.tsx";
import { InviteDialog } from "./invite_dialog.tsx";
import { LeaveWordDialog } from "./leave_word_dialog.tsx";
import { LinesDialog } from "./lines_dialog.tsx";
import { LinkDialog } from "./link_dialog.tsx";
import { MenuDialog } from "./menu_dialog.tsx";
import { PersonDialog } from "./person_dialog.tsx";
import { RoomsDialog } from "./rooms_dialog.tsx";
import { SearchDialog } from "./search_dialog.tsx";

/** The open dialog, if there is one. */
export function Dialogs({ chat }: { readonly chat: Chat }) {
  const open = chat.open.value;
  switch (open?.kind) {
    case undefined:
      return null;
    case "rooms":
      return <RoomsDialog key="rooms" chat={chat} />;
    case "search":
      return <SearchDialog key="search" chat={chat} terms={open.terms} />;
    case "lines":
      return <LinesDialog key="lines" chat={chat} conversation={open.conversation} />;
    case "word":
      return <LeaveWordDialog key="word" chat={chat} conversation={open.conversation} />;
    case "conversation":
      return <ConversationDialog key="conversation" chat={chat} conversation={open.conversation} />;
    case "link":
      return <LinkDialog key="link" chat={chat} conversation={open.conversation} />;
    case "invite":
      return <InviteDialog key="invite" chat={chat} conversation={open.conversation} />;
    case "menu":
      return <MenuDialog key="menu" chat={chat} />;
    case "help":
      return <HelpDialog key="help" chat={chat} />;
    case "react":
      return (
        <EmojiDialog
          key="react"
          chat={chat}
          title={texts.value.actions.react}
          onPick={(emoji) => react(chat, open, emoji)}
        />
      );
    case "emoji":
      return (
        <EmojiDialog
          key="emoji"
          chat={chat}
          title={texts.value.emoji}
          onPick={(emoji) => focusComposer(insertText(open.conversation, emoji, open.range))}
        />
      );
    case "person":
      return <PersonDialog key={open.name} chat={chat} {...open} />;
    case "delete":
      return <DeleteDialog key="delete" chat={chat} {...open} />;
    case "account":
      return (
        <AccountDialog key={open.action} chat={chat} action={open.action} name={open.name ?? ""} />
      );
  }
}

function react(
  chat: Chat,
  { conversation, message }: {
    readonly conversation: ConversationSignals;
    readonly message: MessageEntry;
  },
  emoji: string,
): void {
  // It may have changed since the dialog opened.
  toggleReaction(chat, conversation, conversation.model.get(message.id) ?? message, emoji);
}
