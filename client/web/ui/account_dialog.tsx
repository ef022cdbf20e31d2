import { type Signal, useSignal } from "@preact/signals";
import type { ClientMessage } from "../../../protocol/messages/client_messages.ts";
import type { Chat } from "../model/chat.ts";
import type { AccountAction } from "../model/page_state.ts";
import { catalogue, explain, texts } from "../model/language.ts";
import { bind } from "./bind.ts";
import { Dialog } from "./dialog.tsx";

/** Form for registering, logging in or changing the password. */
export function AccountDialog({ chat, action, name }: {
  readonly chat: Chat;
  readonly action: AccountAction;
  readonly name: string;
}) {
  const t = texts.value;
  const given = useSignal(name);
  const password = useSignal("");
  const fresh = useSignal("");
  const again = useSignal("");
  const problem = useSignal("");
  const title = { register: t.register, login: t.logIn, passwd: t.changePassword }[action];
  const submit = (event: Event) => {
    event.preventDefault();
    if (action !== "login" && fresh.value !== again.value) {
      problem.value = catalogue.value.client.passwordsDiffer;
      return;
    }
    const requests: Readonly<Record<AccountAction, ClientMessage>> = {
      register: { type: "register", password: fresh.value },
      login: { type: "login", name: given.value, password: password.value },
      passwd: { type: "passwd", password: password.value, new: fresh.value },
    };
    chat.ask(requests[action], (answer) => {
      if (answer.type === "error") problem.value = explain(answer);
      // `renamed` comes before `logged_in` when the account has another name.
      else if (answer.type !== "renamed") chat.open.value = undefined;
    });
  };
  return (
    <Dialog chat={chat} title={title}>
      <form onSubmit={submit}>
        {action === "login"
          ? (
            <label class="field">
              <span>{t.yourName}</span>
              <input
                autofocus
                required
                autocomplete="username"
                autocapitalize="off"
                {...bind(given)}
              />
            </label>
          )
          : (
            <input
              class="visually-hidden"
              readOnly
              tabIndex={-1}
              aria-hidden="true"
              autocomplete="username"
              value={chat.name.value}
            />
          )}
        {action !== "register" && (
          <Password
            isFirst={action === "passwd"}
            label={action === "login" ? t.password : t.currentPassword}
            kind="current-password"
            value={password}
          />
        )}
        {action !== "login" && (
          <>
            <Password
              isFirst={action === "register"}
              label={t.newPassword}
              kind="new-password"
              value={fresh}
              hint={catalogue.value.client.passwordRule}
            />
            <Password label={t.again} kind="new-password" value={again} />
          </>
        )}
        <p class="error" role="alert">{problem}</p>
        <button type="submit" class="primary">{title}</button>
      </form>
    </Dialog>
  );
}

function Password({ isFirst = false, label, kind, value, hint }: {
  /** Whether it is the first field, which takes the focus. */
  readonly isFirst?: boolean;
  readonly label: string;
  readonly kind: "current-password" | "new-password";
  readonly value: Signal<string>;
  readonly hint?: string;
}) {
  const hintId = hint === undefined ? undefined : `${kind}-hint`;
  return (
    <label class="field">
      <span>{label}</span>
      <input
        type="password"
        autofocus={isFirst}
        required
        autocomplete={kind}
        aria-describedby={hintId}
        {...bind(value)}
      />
      {hint && <small id={hintId}>{hint}</small>}
    </label>
  );
}
