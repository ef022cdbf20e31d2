import { useEffect, useLayoutEffect, useMemo, useRef, useState } from "preact/hooks";
import type { Chat } from "../model/chat.ts";
import { language, texts } from "../model/language.ts";
import { type ConversationRow, toRows } from "../model/rows.ts";
import type { ConversationSignals } from "../model/conversation_signals.ts";
import { Empty } from "./empty.tsx";
import { Icon } from "./icons.tsx";
import { messageEvents, messageOf } from "./message_events.ts";
import { PendingView } from "./pending_view.tsx";
import { RowView } from "./rows.tsx";
import { Skeleton } from "./skeleton.tsx";

/** Pixels from the end within which the log counts as scrolled to it. */
const NEAR_END = 60;

/** Pixels from the first and last message within which more load. */
const LOAD_AHEAD = 400;

/** The messages of a conversation. Scrolled to the end, it stays there; otherwise new messages do not move it. */
export function MessageList(
  { chat, conversation }: { readonly chat: Chat; readonly conversation: ConversationSignals },
) {
  const t = texts.value;
  const log = useRef<HTMLDivElement>(null);
  /** Scroll position before this render. */
  const before = useRef({ top: 0, height: 0, first: "", isAtEnd: true });
  /** The message that the log is scrolled to already. */
  const reached = useRef<{ readonly id: number } | undefined>(undefined);
  const isDrawn = useRef(false);
  const sent = conversation.sent.value;
  const sentBefore = useRef(sent);
  const [isAtEnd, setAtEnd] = useState(true);
  const entries = conversation.entries.value;
  const pending = conversation.pending.value;
  /** The latest problem that the user has seen. */
  const seen = useRef(conversation.problem.peek());
  const { value: problem } = conversation.problem;
  const marker = conversation.marker.value;
  const rowsBefore = useRef<readonly ConversationRow[]>([]);
  const rows = useMemo(() => toRows(entries, marker, rowsBefore.current), [entries, marker]);
  rowsBefore.current = rows;
  /** Key of the first row; a ref, because observers call `look` from an earlier render. */
  const first = useRef("");
  first.current = rows[0]?.key ?? "";
  const hasOlder = conversation.hasOlder.value;
  const hasNewer = conversation.hasNewer.value;
  const isLoading = conversation.isLoading.value;
  const target = conversation.target.value;

  /** Records the scroll position, marks visible messages as read, and loads more near the start and before a gap. */
  const look = () => {
    // The event of scrolling comes with the next frame, when the log may be gone.
    if (!log.current) return;
    const { scrollTop, scrollHeight, clientHeight } = log.current;
    const left = scrollHeight - scrollTop - clientHeight;
    const isNear = left < NEAR_END && !conversation.hasNewer.peek();
    before.current = {
      top: scrollTop,
      height: scrollHeight,
      first: first.current,
      isAtEnd: isNear,
    };
    setAtEnd(isNear);
    conversation.model.isReadingBack = !isNear;
    conversation.model.isOnScreen = isNear && !document.hidden;
    if (conversation.model.isOnScreen) conversation.model.read();
    if (isNear) seen.current = conversation.problem.peek();
    const loadsOlder = conversation.hasOlder.peek() && !conversation.isCleared.peek();
    if (loadsOlder && scrollTop < LOAD_AHEAD) void chat.history.loadOlder(conversation);
    if (conversation.hasNewer.peek() && left < LOAD_AHEAD) {
      void chat.history.loadNewer(conversation);
    }
  };
  /** The message with the focus before this render, which draws a group anew if its first message is another one. */
  const focused = messageOf(document.activeElement)?.dataset.key;
  const goToEnd = () => log.current!.scrollTop = log.current!.scrollHeight;
  const showLatest = () => {
    // The render that shows them keeps the log there.
    before.current.isAtEnd = true;
    if (hasNewer) chat.history.showLatest(conversation);
    else goToEnd();
  };

  useLayoutEffect(() => {
    const element = log.current!;
    const { top, height, isAtEnd } = before.current;
    if (focused !== undefined && document.activeElement === document.body) {
      element.querySelector<HTMLElement>(`[data-key="${focused}"]`)?.focus({ preventScroll: true });
    }
    if (target !== undefined && target !== reached.current) return;
    // The first render starts at the first unread message.
    const mark = isDrawn.current ? null : element.querySelector(".new-mark");
    isDrawn.current = true;
    const isSent = sent !== sentBefore.current;
    sentBefore.current = sent;
    // What was sent is shown, wherever the log was.
    if (isSent) goToEnd();
    else if (mark) mark.scrollIntoView({ block: "center" });
    else if (isAtEnd) goToEnd();
    else if (before.current.first !== first.current) {
      element.scrollTop = top + element.scrollHeight - height;
    }
    look();
  }, [rows, pending, sent, hasOlder, hasNewer]);
  useLayoutEffect(() => {
    reached.current = target;
    if (target === undefined) return;
    // An earlier numbering may have had the same id.
    const found = [...log.current!.querySelectorAll<HTMLElement>(`[data-id="${target.id}"]`)].at(
      -1,
    );
    found?.scrollIntoView({ block: "center" });
    // The message with the focus may be drawn no more.
    const hasFocus = focused !== undefined || log.current!.contains(document.activeElement);
    if (hasFocus) found?.focus({ preventScroll: true });
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
      conversation.model.isReadingBack = false;
      conversation.target.value = undefined;
      conversation.active.value = undefined;
      conversation.focused.value = undefined;
      conversation.model.showLatest();
    };
  }, [conversation]);

  /** A problem at the end of the log, where the user does not look. */
  const unseen = problem === seen.current ? undefined : problem;
  const name = conversation.name.value;
  const isEmpty = entries.length === 0 && pending.length === 0;
  const isLoaded = conversation.isLoaded.value;
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
                onClick={() => {
                  conversation.isCleared.value = false;
                  void chat.history.loadOlder(conversation);
                }}
              >
                {t.older}
              </button>
            )
            : entries.length > 0 && <p class="muted">{t.beginning}</p>}
        </div>
        {isEmpty && !isLoaded && <Skeleton lines={5} />}
        {isEmpty && isLoaded && !hasOlder && (
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
            self={chat.name.value}
            language={language.value}
            target={target?.id}
          />
        ))}
        {!hasNewer && pending.map((pending) => (
          <PendingView
            key={pending.ref}
            chat={chat}
            conversation={conversation}
            pending={pending}
          />
        ))}
        {hasNewer && (
          <div class="log-end">
            <button
              type="button"
              disabled={isLoading}
              onClick={() => chat.history.loadNewer(conversation)}
            >
              {t.newer}
            </button>
          </div>
        )}
      </div>
      {!isAtEnd && (
        <button
          type="button"
          class={`to-end ${unseen ? "is-error" : ""}`}
          aria-live="polite"
          onClick={showLatest}
        >
          <Icon name="down" /> {unseen?.text ?? t.toNewest(conversation.unread.value)}
        </button>
      )}
    </div>
  );
}
