import { useEffect, useState } from "preact/hooks";
import { ACCOUNT_CHANGED, SILENT } from "../../session/close_reasons.ts";
import type { Chat } from "../model/chat.ts";
import { explain, texts } from "../model/language.ts";
import type { ConnectionStatus } from "../model/page_state.ts";
import { SignInAgain } from "./sign_in_again.tsx";

/** Shown while the page is disconnected: why, when it reconnects, and a button to do so now. */
export function ConnectionBar({ chat }: { readonly chat: Chat }) {
  const t = texts.value;
  const connection = chat.connection.value;
  const [now, setNow] = useState(Date.now());
  useEffect(() => {
    if (connection.state !== "lost" && connection.state !== "refused") return;
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
          {endedText(connection)}
        </span>
        <button type="button" onClick={() => void chat.enter(chat.name.value)}>{t.comeBack}</button>
      </div>
    );
  }
  const { until } = connection;
  const seconds = until === undefined ? undefined : Math.ceil((until - now) / 1_000);
  const isRefused = connection.state === "refused";
  return (
    <div class="bar is-error">
      <span role="status">
        <strong>
          {isRefused
            ? refusedText(connection.error)
            : connection.reason === SILENT
            ? t.silent
            : t.offline}
        </strong>
        {/* Hidden from screen readers, which would read it out every second. */}
        {seconds !== undefined && (
          <span aria-hidden="true">{` · ${seconds > 0 ? t.nextTry(seconds) : t.connecting}`}</span>
        )}
      </span>
      {isRefused
        ? (
          <SignInAgain
            key={connection.name}
            chat={chat}
            name={connection.name}
            asksPassword={connection.asksPassword}
          />
        )
        : <button type="button" onClick={() => chat.client?.reconnect()}>{t.tryNow}</button>}
    </div>
  );
}

function endedText({ reason, error }: Extract<ConnectionStatus, { state: "ended" }>): string {
  if (reason === "replaced") return texts.value.replacedHere;
  return error ? explain(error) : texts.value.ended;
}

function refusedText(error: Extract<ConnectionStatus, { state: "refused" }>["error"]): string {
  if (error === ACCOUNT_CHANGED) return texts.value.accountChanged;
  return error.code === "password_required" ? texts.value.passwordAsked : explain(error);
}
