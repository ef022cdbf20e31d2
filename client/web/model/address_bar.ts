import { effect } from "@preact/signals";
import { type LinkTarget, readFragment, toFragment } from "../../../protocol/text/chat_link.ts";
import type { Chat } from "./chat.ts";
import type { ConversationSignals } from "./conversation_signals.ts";
import { jumpToMessage } from "./jump_to_message.ts";

/**
 * Opens what the address bar names, once the user is signed in, and lets it follow the conversation on screen, so that Back
 * and Forward lead through them. The code of an invitation leaves the address bar when it is used.
 *
 * @param chat The session.
 */
export function followAddress(chat: Chat): void {
  /** What to open; until that is done, the address bar keeps it, also over a reload. */
  let wanted = readFragment(location.hash);
  let isIn = false;
  /** Whether the address bar follows: earlier conversations are restored, in the turn in which the user signs in. */
  let follows = false;

  const open = () => {
    const target = wanted;
    if (target === undefined) return;
    openTarget(chat, target, () => {
      // Meanwhile another one may be wanted.
      if (wanted !== target) return;
      wanted = undefined;
      show("replaceState");
    });
  };
  const show = (how: "pushState" | "replaceState") => {
    const current = chat.conversations.current.peek();
    const fragment = current ? toFragment(targetOf(current)) : "";
    if (location.hash === fragment) return;
    history[how](null, "", `${location.pathname}${location.search}${fragment}`);
  };
  const begin = () => {
    follows = true;
    if (wanted) open();
    else show("replaceState");
  };
  effect(() => {
    const wasIn = isIn;
    isIn = chat.login.phase.value === "in";
    const current = chat.conversations.current.value;
    // The server may spell the name in another way.
    void current?.name.value;
    if (isIn && !wasIn) queueMicrotask(begin);
    if (wasIn && !isIn) {
      follows = false;
      show("replaceState");
    }
    if (follows && wanted === undefined) show("pushState");
  });
  addEventListener("popstate", () => {
    wanted = readFragment(location.hash);
    chat.open.value = undefined;
    if (!isIn) return;
    if (wanted) open();
    // It names nothing that can be opened.
    else show("replaceState");
  });
}

/** Opens what a link names; `onDone` is called when it is on screen or cannot be. */
function openTarget(chat: Chat, target: LinkTarget, onDone: () => void): void {
  const { id } = target;
  const onShown = (conversation: ConversationSignals | undefined) => {
    if (conversation && id !== undefined) jumpToMessage(chat, conversation, id);
    onDone();
  };
  if ("person" in target) onShown(chat.goToPerson(target.person));
  else chat.goToRoom(target.room, target.code, onShown);
}

function targetOf({ kind, name }: ConversationSignals): LinkTarget {
  return kind === "room" ? { room: name.value } : { person: name.value };
}
