import { useEffect, useState } from "preact/hooks";
import type { Chat } from "../model/chat.ts";
import { texts } from "../model/language.ts";

/** Shown while the page is disconnected: why, when it reconnects, and a button to do so now. */
export function ConnectionBar({ chat }: { readonly chat: Chat }) {
  const t = texts.value;
  const connection = chat.connection.value;
  const [now, setNow] = useState(Date.now());
  useEffect(() => {
    if (connection.state !== "lost") return;
    setNow(Date.now());
    const timer = setInterval(() => setNow(Date.now()), 1_000);
    return () => clearInterval(timer);
  }, [connection]);
  if (connection.state === "online") return <div class="bar" role="status" />;
  if (connection.state === "offline") {
    return <div class="bar is-error" role="status">{t.noNetwork}</div>;
  }
  if (connection.state === "ended") {
    return (
      <div class="bar is-error" role="status">
        <span>
          {connection.reason === "replaced"
            ? t.replacedHere
            : connection.reason === "account_changed"
            ? t.accountChanged
            : t.ended}
        </span>
        <button type="button" onClick={() => void chat.enter(chat.name.value)}>{t.comeBack}</button>
      </div>
    );
  }
  const seconds = Math.ceil((connection.until - now) / 1_000);
  return (
    <div class="bar is-error" role="status">
      <span>
        <strong>{connection.isSilent ? t.silent : t.offline}</strong>
        {/* Hidden from screen readers, which would read it out every second. */}
        <span aria-hidden="true">{` · ${seconds > 0 ? t.nextTry(seconds) : t.connecting}`}</span>
      </span>
      <button type="button" onClick={() => chat.client?.reconnect()}>{t.tryNow}</button>
    </div>
  );
}
