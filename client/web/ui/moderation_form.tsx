import { useSignal } from "@preact/signals";
import { useLayoutEffect, useRef } from "preact/hooks";
import { MAX_REASON } from "../../../protocol/limits.ts";
import type { Chat } from "../model/chat.ts";
import { explain, texts } from "../model/language.ts";
import { bind } from "./bind.ts";

/** What an operator can do against a user. */
export type Sanction = "mute" | "kick" | "ban";

/** Asks for how long and why, and carries it out. */
export function ModerationForm({ chat, room, name, type }: {
  readonly chat: Chat;
  readonly room: string;
  readonly name: string;
  readonly type: Sanction;
}) {
  const t = texts.value;
  const minutes = useSignal("");
  const reason = useSignal("");
  const problem = useSignal("");
  const form = useRef<HTMLFormElement>(null);
  useLayoutEffect(() => form.current!.querySelector("input")!.focus(), []);
  const submit = (event: Event) => {
    event.preventDefault();
    const why = reason.value.trim();
    const about = { room, name, ...(why !== "" && { reason: why }) };
    const time = minutes.value === "" ? {} : { minutes: Number(minutes.value) };
    chat.ask(type === "kick" ? { type, ...about } : { type, ...about, ...time }, (answer) => {
      if (answer.type === "error") problem.value = explain(answer);
      else chat.open.value = undefined;
    });
  };
  return (
    <form ref={form} onSubmit={submit}>
      {type !== "kick" && (
        <label class="field">
          <span>{t.minutes}</span>
          <input
            type="number"
            min="1"
            placeholder={t.forGood}
            {...bind(minutes)}
          />
        </label>
      )}
      <label class="field">
        <span>{t.reason}</span>
        <input maxLength={MAX_REASON} autocomplete="off" {...bind(reason)} />
      </label>
      <p class="error" role="alert">{problem}</p>
      <button type="submit" class="danger">{t.sanctions[type](name)}</button>
    </form>
  );
}
