/**
 * The web page, which `deno task web` builds into `client/web/dist/`.
 *
 * It runs in a browser, so nothing here names `Deno`. The server only serves the built files and imports none of these.
 *
 * @module
 */
import { render } from "preact";
import { followAddress } from "./model/address_bar.ts";
import { Chat } from "./model/chat.ts";
import { keepAlive } from "./model/keep_alive.ts";
import { loadLanguage } from "./model/language.ts";
import { notifyOf } from "./model/notify.ts";
import { keepPage } from "./model/service_worker.ts";
import { applyTheme } from "./model/theme.ts";
import { App } from "./ui/app.tsx";
import { dialWebSocket } from "../connection/web_socket.ts";

const url = new URL("ws", location.href);
url.protocol = location.protocol === "https:" ? "wss:" : "ws:";
url.hash = "";

applyTheme();
const chat = new Chat(() => dialWebSocket(url));
notifyOf(chat);
keepAlive(chat);
keepPage(chat);
followAddress(chat);
render(<App chat={chat} />, document.body);
void chat.resume();
// Login asks for it again if this fails.
loadLanguage().catch(() => {});
