import type { Chat } from "../model/chat.ts";
import { AccountDialog } from "./account_dialog.tsx";
import { DeleteDialog } from "./delete_dialog.tsx";
import { HelpDialog } from "./help_dialog.tsx";
import { LinesDialog } from "./lines_dialog.tsx";
import { MenuDialog } from "./menu_dialog.tsx";
import { ReactDialog } from "./react_dialog.tsx";
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
    case "menu":
      return <MenuDialog key="menu" chat={chat} />;
    case "help":
      return <HelpDialog key="help" chat={chat} />;
    case "react":
      return <ReactDialog key="react" chat={chat} {...open} />;
    case "delete":
      return <DeleteDialog key="delete" chat={chat} {...open} />;
    case "account":
      return (
        <AccountDialog key={open.action} chat={chat} action={open.action} name={open.name ?? ""} />
      );
  }
}
