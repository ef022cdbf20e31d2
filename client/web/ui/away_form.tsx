import { useSignal } from "@preact/signals";
import { MAX_AWAY } from "../../../protocol/limits.ts";
import type { Chat } from "../model/chat.ts";
import { catalogue, explain, texts } from "../model/language.ts";
import { bind } from "./bind.ts";

/** Marks the user as away, with a text, or as back. */
export function AwayForm({ chat }: { readonly chat: Chat }) {
  const t = texts.value;
  const { away: current } = chat;
  const text = useSignal("");
  const problem = useSignal("");
  const tell = (text?: string) => {
    chat.ask({ type: "away", ...(text !== undefined && { text }) }, (answer) => {
      problem.value = answer.type === "error" ? explain(answer) : "";
    });
  };
  const submit = (event: Event) => {
    event.preventDefault();
    tell(text.value);
  };
  return (
    <>
      {current.value === undefined
        ? (
          <form class="inline" onSubmit={submit}>
            <input
              required
              pattern=".*\S.*"
              maxLength={2 * MAX_AWAY}
              autocomplete="off"
              aria-label={t.away}
              placeholder={t.awayHint}
              {...bind(text)}
            />
            <button type="submit">{t.goAway}</button>
          </form>
        )
        : (
          <>
            <p>{catalogue.value.chat.away(current.value)}</p>
            <div class="buttons">
              <button type="button" onClick={() => tell()}>{t.comeBackFromAway}</button>
            </div>
          </>
        )}
      <p class="error" role="alert">{problem}</p>
    </>
  );
}
