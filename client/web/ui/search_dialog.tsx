import { useSignal, useSignalEffect } from "@preact/signals";
import { useEffect } from "preact/hooks";
import type { RoomMessage } from "../../../protocol/messages/server_messages.ts";
import { nameKey } from "../../../protocol/text/names.ts";
import { foldChange } from "../../conversation/fold_change.ts";
import type { Chat } from "../model/chat.ts";
import { explain, texts } from "../model/language.ts";
import { jumpToMessage } from "../model/jump_to_message.ts";
import { Avatar, hueOf } from "./avatar.tsx";
import { bind } from "./bind.ts";
import { Dialog } from "./dialog.tsx";
import { toDay, toTime } from "./format.ts";
import { MessageText } from "./message_text.tsx";

/** The pages of results that have come so far. */
interface Results {
  readonly terms: readonly string[];
  readonly messages: readonly RoomMessage[];
  readonly more: boolean;
  /** Whether the server stopped at its time limit, so that results may be missing. */
  readonly partial: true | undefined;
}

/** Searches the messages of the rooms that the user is in. */
export function SearchDialog({ chat, terms }: { readonly chat: Chat; readonly terms: string }) {
  const t = texts.value;
  const typed = useSignal(terms);
  const isHere = useSignal(false);
  const found = useSignal<Results | undefined>(undefined);
  const problem = useSignal("");
  const results = found.value;
  const conversation = chat.conversations.current.value;
  const room = conversation?.kind === "room" ? conversation.name.value : undefined;

  const search = (known: readonly RoomMessage[]) => {
    const before = known.at(-1)?.at;
    const where = isHere.value && room !== undefined ? { room } : {};
    const request = { terms: typed.value, ...where, ...(before !== undefined && { before }) };
    chat.search(request, (answer, terms) => {
      problem.value = answer.type === "error" ? explain(answer) : "";
      if (answer.type !== "found") return;
      const { messages, more, partial } = answer;
      found.value = { terms, messages: [...known, ...messages], more, partial };
    });
  };
  useEffect(() => {
    if (terms !== "") search([]);
  }, []);
  useSignalEffect(() => {
    const change = chat.changed.value;
    const known = found.peek();
    if (change?.room === undefined || known === undefined) return;
    const messages = known.messages.map((message) =>
      nameKey(message.room) === nameKey(change.room!) ? foldChange(message, change) : message
    );
    found.value = { ...known, messages: messages.filter(({ deleted }) => !deleted) };
  });
  const go = (message: RoomMessage) => {
    chat.open.value = undefined;
    const found = chat.conversations.get("room", message.room);
    if (found) jumpToMessage(chat, found, message.id);
  };
  return (
    <Dialog chat={chat} title={t.search}>
      <form
        class="inline"
        role="search"
        onSubmit={(event) => {
          event.preventDefault();
          if (typed.value.trim() !== "") search([]);
        }}
      >
        <input
          autofocus
          // Not of type `search`, where Esc clears the field instead of closing the dialog.
          enterkeyhint="search"
          aria-label={t.searchHint}
          placeholder={t.searchHint}
          {...bind(typed)}
        />
        <button type="submit" class="primary">{t.search}</button>
      </form>
      {room !== undefined && (
        <label class="check">
          <input
            type="checkbox"
            checked={isHere}
            onChange={(event) => isHere.value = event.currentTarget.checked}
          />
          {t.onlyHere(room)}
        </label>
      )}
      <p class="muted" role="status">
        {problem.value || results && (results.messages.length === 0
              ? t.foundNothing
              : t.found(results.messages.length, results.more))}
        {results?.partial && ` ${t.foundPartly}`}
      </p>
      <ol class="results">
        {results?.messages.map((message) => (
          <li key={`${message.room} ${message.id}`}>
            <button
              type="button"
              onClick={() => go(message)}
            >
              <Avatar name={message.from} />
              <span class="result-head">
                <b class={hueOf(message.from)}>{message.from}</b>
                <span class="muted">
                  {message.room} · {toDay(message.at)}, {toTime(message.at)}
                </span>
              </span>
              <span class="result-text">
                <MessageText text={message.text} self={chat.name.value} terms={results.terms} />
              </span>
            </button>
          </li>
        ))}
      </ol>
      {results?.more && (
        <button
          type="button"
          onClick={() => search(results.messages)}
        >
          {t.more}
        </button>
      )}
    </Dialog>
  );
}
