import { useSignal } from "@preact/signals";
import type { Chat } from "../model/chat.ts";
import { explain, texts } from "../model/language.ts";
import { setTheme, theme, THEMES } from "../model/theme.ts";
import { AwayForm } from "./away_form.tsx";
import { bind } from "./bind.ts";
import { Choice } from "./choice.tsx";
import { Dialog } from "./dialog.tsx";
import { Icon } from "./icons.tsx";
import { LanguageChoice } from "./language_choice.tsx";
import { NotificationSettings } from "./notification_settings.tsx";

/** Settings: name, account, notifications, theme and language. */
export function MenuDialog({ chat }: { readonly chat: Chat }) {
  const t = texts.value;
  return (
    <Dialog chat={chat} title={t.menu}>
      <section>
        <h3>{t.account}</h3>
        {chat.isRegistered.value ? <Registered chat={chat} /> : <Guest chat={chat} />}
      </section>
      <section>
        <h3>{t.away}</h3>
        <AwayForm chat={chat} />
      </section>
      <section>
        <h3>{t.notifications}</h3>
        <NotificationSettings chat={chat} />
        <QuietSwitch chat={chat} />
      </section>
      <section>
        <h3>{t.theme}</h3>
        <Choice
          name="theme"
          legend={t.theme}
          options={THEMES.map((one) => ({ value: one, text: t.themes[one] }))}
          value={theme.value}
          onChange={setTheme}
        />
      </section>
      <section>
        <h3>{t.languageLabel}</h3>
        <LanguageChoice />
      </section>
      <div class="buttons">
        <button type="button" onClick={() => chat.open.value = { kind: "help" }}>
          <Icon name="help" /> {t.help}
        </button>
        <button type="button" class="danger" onClick={() => chat.leave()}>
          <Icon name="leave" /> {t.quit}
        </button>
      </div>
    </Dialog>
  );
}

function Registered({ chat }: { readonly chat: Chat }) {
  const t = texts.value;
  return (
    <>
      <p class="muted">{t.registeredAs(chat.name.value)}</p>
      <div class="buttons">
        <button
          type="button"
          onClick={() => chat.open.value = { kind: "account", action: "passwd" }}
        >
          {t.changePassword}
        </button>
        <button type="button" onClick={() => chat.ask({ type: "logout" })}>{t.logOut}</button>
      </div>
    </>
  );
}

function Guest({ chat }: { readonly chat: Chat }) {
  const t = texts.value;
  const name = useSignal(chat.name.value);
  const problem = useSignal("");
  const submit = (event: Event) => {
    event.preventDefault();
    chat.ask({ type: "rename", name: name.value }, (answer) => {
      problem.value = answer.type === "error" ? explain(answer) : "";
    });
  };
  return (
    <>
      <form class="inline" onSubmit={submit}>
        <input
          required
          autocapitalize="off"
          autocomplete="off"
          spellcheck={false}
          aria-label={t.yourName}
          {...bind(name)}
        />
        <button type="submit">{t.changeName}</button>
      </form>
      <p class="error" role="alert">{problem}</p>
      <p class="muted">{t.notRegistered}</p>
      <div class="buttons">
        <button
          type="button"
          onClick={() => chat.open.value = { kind: "account", action: "register" }}
        >
          {t.register}
        </button>
        <button
          type="button"
          onClick={() => chat.open.value = { kind: "account", action: "login" }}
        >
          {t.logIn}
        </button>
      </div>
    </>
  );
}

/** Hides comings and goings. */
function QuietSwitch({ chat }: { readonly chat: Chat }) {
  const isQuiet = useSignal(chat.filter.isQuiet);
  return (
    <label class="check">
      <input
        type="checkbox"
        checked={isQuiet}
        onChange={(event) => {
          isQuiet.value = event.currentTarget.checked;
          chat.filter.setQuiet(isQuiet.value);
        }}
      />
      {texts.value.quiet}
    </label>
  );
}
