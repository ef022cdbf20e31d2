/**
 * Components of the page: they render the signals of `model/` and call its methods.
 *
 * Nothing here talks to the server.
 *
 * @module
 */
import type { Chat } from "../model/chat.ts";
import { Layout } from "./layout.tsx";
import { Login } from "./login.tsx";

/** The login form until the session starts, the chat afterwards. */
export function App({ chat }: { readonly chat: Chat }) {
  return chat.phase.value === "in" ? <Layout chat={chat} /> : <Login chat={chat} />;
}
