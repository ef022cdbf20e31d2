import { useEffect } from "preact/hooks";
import type { Chat } from "../model/chat.ts";
import { texts } from "../model/language.ts";
import { ConnectionBar } from "./connection_bar.tsx";
import { Dialogs } from "./dialogs.tsx";
import { Members } from "./members.tsx";
import { onShortcut } from "./shortcuts.ts";
import { Sidebar } from "./sidebar.tsx";
import { TalkView } from "./talk_view.tsx";

/** The chat once one is in: the talks, one of them, and who is in it. */
export function Layout({ chat }: { readonly chat: Chat }) {
  const talk = chat.talks.current.value;
  const drawer = chat.drawer.value;
  useEffect(() => {
    const listen = (event: KeyboardEvent) => onShortcut(chat, event);
    document.addEventListener("keydown", listen);
    return () => document.removeEventListener("keydown", listen);
  }, [chat]);
  return (
    <div class={`layout ${drawer ? `with-${drawer}` : ""}`}>
      <a class="skip" href="#composer">{texts.value.skip}</a>
      <Sidebar chat={chat} />
      <main class="talk">
        <ConnectionBar chat={chat} />
        {talk && <TalkView key={chat.talks.keyOf(talk)} chat={chat} talk={talk} />}
      </main>
      {talk?.kind === "room" && <Members chat={chat} talk={talk} />}
      {drawer && <div class="veil" onClick={() => chat.drawer.value = undefined} />}
      <Dialogs chat={chat} />
    </div>
  );
}
