/**
 * Components of the page: they render the signals of `model/` and call its methods.
 *
 * Nothing here talks to the server.
 *
 * @module
 */
import { signal } from "@preact/signals";
import type { FunctionComponent } from "preact";
import { useEffect } from "preact/hooks";
import type { Chat } from "../model/chat.ts";
import { loginTexts } from "../model/language.ts";
import { Login } from "./login.tsx";

/** The chat after login; `undefined` until it is loaded. */
const Layout = signal<FunctionComponent<{ readonly chat: Chat }> | undefined>(undefined);

/** The login form until the session starts, the chat afterwards. What only the chat needs is loaded while it starts. */
export function App({ chat }: { readonly chat: Chat }) {
  const isOut = chat.login.phase.value === "out";
  useEffect(() => {
    if (isOut || Layout.peek()) return;
    import("./layout.tsx").then((loaded) => Layout.value = loaded.Layout, () => {
      chat.giveUp(loginTexts.value.cannotReach);
    });
  }, [isOut]);
  return chat.login.phase.value === "in" && Layout.value
    ? <Layout.value chat={chat} />
    : <Login chat={chat} />;
}
