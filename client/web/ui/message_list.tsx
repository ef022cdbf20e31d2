import { useEffect, useLayoutEffect, useMemo, useRef, useState } from "preact/hooks";
import type { Chat } from "../model/chat.ts";
import { texts } from "../model/language.ts";
import { toRows } from "../model/rows.ts";
import type { ConversationSignals } from "../model/conversation_signals.ts";
import { Empty } from "./empty.tsx";
import { Icon } from "./icons.tsx";
import { messageEvents, messageOf } from "./message_events.ts";
import { PendingView, RowView } from "./rows.tsx";

/** Pixels from the end within which the log counts as scrolled to it, and from the start within which older messages load. */
const NEAR_END = 60;
const NEAR_BEGINNING = 400;

/** The messages of a conversation. Scrolled to the end, it stays there; otherwise new messages do not move it. */
export function MessageList(
  { chat, conversation }: { readonly chat: Chat; readonly conversation: ConversationSignals },
) {
  const t = texts.value;
  const log = useRef<HTMLDivElement>(null);
  /** Scroll position before this render. */
  const before = useRef({ top: 0, height: 0, first: "", isAtEnd: true });
  const isDrawn = useRef(false);
  const [isAtEnd, setAtEnd] = useState(true);
  const entries = conversation.entries.value;
  const pending = conversation.pending.value;
  const marker = conversation.marker.value;
  const rows = useMemo(() => toRows(entries, marker), [entries, marker]);
  /** Key of the first row; a ref, because observers call `look` from an earlier render. */
  const first = useRef("");
  first.current = rows[0]?.key ?? "";
  const hasOlder = conversation.hasOlder.value;
  const isLoading = conversation.isLoading.value;
  const target = conversation.target.value;

  /** Records the scroll position, marks visible messages as read, and loads older ones near the start. */
  const look = () => {
    const { scrollTop, scrollHeight, clientHeight } = log.current!;
    const isNear = scrollHeight - scrollTop - clientHeight < NEAR_END;
    before.current = {
      top: scrollTop,
      height: scrollHeight,
      first: first.current,
      isAtEnd: isNear,
    };
    setAtEnd(isNear);
    conversation.model.isOnScreen = isNear && !document.hidden;
    if (conversation.model.isOnScreen) conversation.model.read();
    if (conversation.hasOlder.peek() && scrollTop < NEAR_BEGINNING) {
      void chat.loadOlder(conversation);
    }
  };
  /** The message with the focus before this render, which draws a group anew if its first message is another one. */
  const focused = messageOf(document.activeElement)?.dataset.key;
  const goToEnd = () => log.current!.scrollTop = log.current!.scrollHeight;

  useLayoutEffect(() => {
    const element = log.current!;
    const { top, height, isAtEnd } = before.current;
    if (focused !== undefined && document.activeElement === document.body) {
      element.querySelector<HTMLElement>(`[data-key="${focused}"]`)?.focus({ preventScroll: true });
    }
    // The first render starts at the first unread message.
    const mark = isDrawn.current ? null : element.querySelector(".new-mark");
    isDrawn.current = true;
    if (mark) mark.scrollIntoView({ block: "center" });
    else if (isAtEnd) goToEnd();
    else if (before.current.first !== first.current) {
      element.scrollTop = top + element.scrollHeight - height;
    }
    look();
  }, [rows, pending, hasOlder]);
  useLayoutEffect(() => {
    if (target === undefined) return;
    // An earlier numbering may have had the same id.
    const found = [...log.current!.querySelectorAll<HTMLElement>(`[data-id="${target.id}"]`)].at(
      -1,
    );
    found?.scrollIntoView({ block: "center" });
    if (log.current!.contains(document.activeElement)) found?.focus({ preventScroll: true });
    look();
  }, [target]);
  useEffect(() => {
    // The keyboard of a phone changes the height, too.
    const observer = new ResizeObserver(() => {
      if (before.current.isAtEnd) goToEnd();
      look();
    });
    observer.observe(log.current!);
    document.addEventListener("visibilitychange", look);
    return () => {
      observer.disconnect();
      document.removeEventListener("visibilitychange", look);
      conversation.model.isOnScreen = false;
      conversation.target.value = undefined;
      conversation.active.value = undefined;
    };
  }, [conversation]);

  const name = conversation.name.value;
  const isEmpty = entries.length === 0 && pending.length === 0 && !isLoading;
  return (
    <div class="log-frame">
      <div
        ref={log}
        class="log"
        role="log"
        // Screen readers must not read out older messages as they load.
        aria-live={isLoading ? "off" : "polite"}
        aria-label={conversation.kind === "room" ? name : t.messageUser(name)}
        tabIndex={0}
        onScroll={look}
        {...messageEvents(chat, conversation)}
      >
        <div class="log-start">
          {hasOlder
            ? (
              <button
                type="button"
                disabled={isLoading}
                onClick={() => chat.loadOlder(conversation)}
              >
                {t.older}
              </button>
            )
            : entries.length > 0 && <p class="muted">{t.beginning}</p>}
        </div>
        {isEmpty && (
          <Empty>
            <p>{conversation.kind === "room" ? t.emptyRoom : t.emptyConversation(name)}</p>
          </Empty>
        )}
        {rows.map((row) => (
          <RowView
            key={row.key}
            chat={chat}
            conversation={conversation}
            row={row}
            target={target?.id}
          />
        ))}
        {pending.map((pending) => (
          <PendingView
            key={pending.ref}
            chat={chat}
            conversation={conversation}
            pending={pending}
          />
        ))}
      </div>
      {!isAtEnd && (
        <button type="button" class="to-end" onClick={goToEnd}>
          <Icon name="down" /> {t.toNewest(conversation.unread.value)}
        </button>
      )}
    </div>
  );
}
