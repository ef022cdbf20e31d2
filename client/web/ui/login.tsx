import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { DEFAULT_LIMITS } from "../../../protocol/limits.ts";
import type { Chat } from "../model/chat.ts";
import { loginTexts } from "../model/language.ts";
import { loadTabState } from "../model/session_storage.ts";
import { bind } from "./bind.ts";
import { LanguageChoice } from "./language_choice.tsx";

/** Form that asks for a name, and for a password only after the server asked for one. */
export function Login({ chat }: { readonly chat: Chat }) {
  const t = loginTexts.value;
  const name = useSignal(loadTabState()?.name ?? "");
  const password = useSignal("");
  const nameInput = useRef<HTMLInputElement>(null);
  const passwordInput = useRef<HTMLInputElement>(null);
  const asksPassword = chat.login.asksPassword.value;
  const isEntering = chat.login.phase.value !== "out";
  const refusal = chat.login.refusal.value;
  useEffect(() => {
    if (!isEntering) (asksPassword ? passwordInput : nameInput).current?.focus();
  }, [asksPassword, isEntering]);

  const submit = (event: Event) => {
    event.preventDefault();
    if (!isEntering) void chat.enter(name.value, asksPassword ? password.value : undefined);
  };
  const useOther = () => {
    chat.login.clear();
    password.value = "";
  };
  return (
    <main class="login">
      <form class="card" onSubmit={submit} aria-busy={isEntering}>
        <img class="logo" src="icon.svg" alt="" width="56" height="56" />
        <h1>chat</h1>
        <p class="muted">{t.tagline}</p>
        <label class="field">
          <span>{t.yourName}</span>
          <input
            ref={nameInput}
            name="name"
            autocomplete="username"
            autocapitalize="off"
            spellcheck={false}
            required
            maxLength={2 * DEFAULT_LIMITS.name}
            readOnly={asksPassword}
            aria-describedby="name-hint"
            {...bind(name)}
          />
          <small id="name-hint">{t.nameHint}</small>
        </label>
        {asksPassword && (
          <label class="field">
            <span>{t.password}</span>
            <input
              ref={passwordInput}
              name="password"
              type="password"
              autocomplete="current-password"
              required
              {...bind(password)}
            />
            <small>{t.passwordAsked}</small>
          </label>
        )}
        <p class="error" role="alert">{refusal}</p>
        <button type="submit" class="primary" disabled={isEntering}>
          {isEntering ? t.entering : t.enter}
        </button>
        {asksPassword && (
          <button type="button" class="plain" onClick={useOther}>{t.otherName}</button>
        )}
      </form>
      <LanguageChoice />
    </main>
  );
}
