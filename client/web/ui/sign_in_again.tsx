import { useSignal } from "@preact/signals";
import type { Chat } from "../model/chat.ts";
import { texts } from "../model/language.ts";
import { bind } from "./bind.ts";

/** Form for another name or password after the server refused to have the session back. */
export function SignInAgain(
  { chat, name, asksPassword }: {
    readonly chat: Chat;
    readonly name: string;
    readonly asksPassword: boolean;
  },
) {
  const t = texts.value;
  const given = useSignal(name);
  const password = useSignal("");
  const problem = useSignal("");
  const submit = (event: Event) => {
    event.preventDefault();
    problem.value = chat.returnAs(given.value, password.value || undefined);
  };
  return (
    <form class="sign-in-again" onSubmit={submit}>
      <input
        aria-label={t.yourName}
        name="name"
        autocomplete="username"
        required
        {...bind(given)}
      />
      {asksPassword && (
        <input
          aria-label={t.password}
          name="password"
          type="password"
          autocomplete="current-password"
          placeholder={t.password}
          {...bind(password)}
        />
      )}
      <button type="submit">{t.enter}</button>
      <span role="alert">{problem.value}</span>
    </form>
  );
}
