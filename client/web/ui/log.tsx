import { useEffect, useLayoutEffect, useMemo, useRef, useState } from "preact/hooks";
import type { Chat } from "../model/chat.ts";
import { texts } from "../model/language.ts";
import { toRows } from "../model/rows.ts";
import type { Talk } from "../model/conversation.ts";
import { Icon } from "./icons.tsx";
import { PendingView, RowView } from "./rows.tsx";

/** How near the end counts as being there, and how near the beginning asks for more, in pixels. */
const NEAR_END = 60;
const NEAR_BEGINNING = 400;

/** What was said in a talk: stays at the end while one is there, and where one is otherwise. */
export function Log({ chat, talk }: { readonly chat: Chat; readonly talk: Talk }) {
  const t = texts.value;
  const log = useRef<HTMLDivElement>(null);
  /** Where one was before what is drawn now. */
  const before = useRef({ top: 0, height: 0, first: "", isAtEnd: true });
  const isDrawn = useRef(false);
  const [isAtEnd, setAtEnd] = useState(true);
  const entries = talk.entries.value;
  const pending = talk.pending.value;
  const marker = talk.marker.value;
  const rows = useMemo(() => toRows(entries, marker), [entries, marker]);
  /** The row that is the first now, for those who look later than they were made. */
  const first = useRef("");
  first.current = rows[0]?.key ?? "";
  const hasOlder = talk.hasOlder.value;
  const isLoading = talk.isLoading.value;
  const sought = talk.sought.value;

  /** Notes where one is; reads what is there, and asks for what was before it. */
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
    talk.isWatched = isNear && !document.hidden;
    if (talk.isWatched) talk.read();
    if (talk.hasOlder.peek() && scrollTop < NEAR_BEGINNING) void chat.loadOlder(talk);
  };
  const goToEnd = () => log.current!.scrollTop = log.current!.scrollHeight;

  useLayoutEffect(() => {
    const element = log.current!;
    const { top, height, isAtEnd } = before.current;
    // Who comes reads what was not read from its beginning on.
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
    if (sought === undefined) return;
    const found = log.current!.querySelector(`[data-id="${sought.id}"]`);
    found?.scrollIntoView({ block: "center" });
    look();
  }, [sought]);
  useEffect(() => {
    // Also the keyboard of a phone takes from the height.
    const observer = new ResizeObserver(() => {
      if (before.current.isAtEnd) goToEnd();
      look();
    });
    observer.observe(log.current!);
    document.addEventListener("visibilitychange", look);
    return () => {
      observer.disconnect();
      document.removeEventListener("visibilitychange", look);
      talk.isWatched = false;
      talk.sought.value = undefined;
    };
  }, [talk]);

  const name = talk.name.value;
  const isEmpty = entries.length === 0 && pending.length === 0 && !isLoading;
  return (
    <div class="log-frame">
      <div
        ref={log}
        class="log"
        role="log"
        // What was said long ago is not read out when it comes.
        aria-live={isLoading ? "off" : "polite"}
        aria-label={talk.kind === "room" ? name : t.talkWith(name)}
        tabIndex={0}
        onScroll={look}
      >
        <div class="log-end">
          {hasOlder
            ? (
              <button type="button" disabled={isLoading} onClick={() => chat.loadOlder(talk)}>
                {t.older}
              </button>
            )
            : entries.length > 0 && <p class="muted">{t.beginning}</p>}
        </div>
        {isEmpty && (
          <div class="empty">
            <img src="icon.svg" alt="" width="72" height="72" />
            <p>{talk.kind === "room" ? t.emptyRoom : t.emptyTalk(name)}</p>
          </div>
        )}
        {rows.map((row) => (
          <RowView key={row.key} row={row} self={chat.name.value} sought={sought?.id} />
        ))}
        {pending.map((pending) => (
          <PendingView key={pending.ref} chat={chat} talk={talk} pending={pending} />
        ))}
      </div>
      {!isAtEnd && (
        <button type="button" class="to-end" onClick={goToEnd}>
          <Icon name="down" /> {t.toNewest(talk.unread.value)}
        </button>
      )}
    </div>
  );
}
