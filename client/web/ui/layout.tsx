import { useEffect } from "preact/hooks";
import type { Chat } from "../model/chat.ts";
import { texts } from "../model/language.ts";
import { ConnectionBar } from "./connection_bar.tsx";
import { Dialogs } from "./dialogs.tsx";
import { MemberPanel } from "./member_panel.tsx";
import { onShortcut } from "./shortcuts.ts";
import { Sidebar } from "./sidebar.tsx";
import { ConversationView, NoConversation } from "./conversation_view.tsx";

/** What takes the focus when a drawer opens. */
const DRAWERS = {
  rooms: ".sidebar .list-button[tabindex='0']",
  members: ".members .list-button[tabindex='0']",
} as const;

/** The chat after login: sidebar, current conversation, and the members of its room. */
export function Layout({ chat }: { readonly chat: Chat }) {
  const conversation = chat.conversations.current.value;
  const drawer = chat.drawer.value;
  useEffect(() => {
    const listen = (event: KeyboardEvent) => onShortcut(chat, event);
    // At these widths, those of layout.css, a column becomes a drawer or stops being one.
    const close = () => {
      chat.drawer.value = undefined;
    };
    const widths = ["(max-width: 720px)", "(max-width: 1080px)"].map((query) => matchMedia(query));
    document.addEventListener("keydown", listen);
    for (const width of widths) width.addEventListener("change", close);
    return () => {
      document.removeEventListener("keydown", listen);
      for (const width of widths) width.removeEventListener("change", close);
    };
  }, [chat]);
  useEffect(() => {
    if (drawer === undefined) return;
    const before = document.activeElement;
    document.querySelector<HTMLElement>(DRAWERS[drawer])?.focus();
    return () => {
      if (before instanceof HTMLElement && before.isConnected) before.focus();
    };
  }, [drawer]);
  return (
    <div class={`layout ${drawer ? `with-${drawer}` : ""}`}>
      <a class="skip-link" href="#composer">{texts.value.skip}</a>
      <Sidebar chat={chat} />
      <main class="conversation" inert={drawer !== undefined}>
        <ConnectionBar chat={chat} />
        {conversation
          ? (
            <ConversationView
              key={chat.conversations.keyOf(conversation)}
              chat={chat}
              conversation={conversation}
            />
          )
          : <NoConversation chat={chat} />}
      </main>
      {conversation?.kind === "room" && <MemberPanel chat={chat} conversation={conversation} />}
      {drawer && <div class="backdrop" onClick={() => chat.drawer.value = undefined} />}
      <Dialogs chat={chat} />
    </div>
  );
}
