import { useSignal } from "@preact/signals";
import { useEffect, useMemo } from "preact/hooks";
import type { Chat } from "../model/chat.ts";
import { type FoundEmoji, searchEmoji } from "../../conversation/emoji_search.ts";
import { emoji, loadEmoji } from "../model/emoji.ts";
import { language, texts } from "../model/language.ts";
import { bind } from "./bind.ts";
import { Dialog } from "./dialog.tsx";
import { item, roveGrid } from "./roving.ts";

/** Picks an emoji. The list of them is loaded when this opens. */
export function EmojiDialog({ chat, title, onPick }: {
  readonly chat: Chat;
  readonly title: string;
  readonly onPick: (emoji: string) => void;
}) {
  const t = texts.value;
  const typed = useSignal("");
  const status = useSignal(t.loading);
  useEffect(() => {
    loadEmoji().then(() => {
      status.value = "";
    }, () => {
      status.value = t.loadFailed;
    });
  }, []);
  const tag = language.value;
  const found = useMemo(
    () => searchEmoji(emoji.value, typed.value, tag),
    [emoji.value, typed.value, tag],
  );
  const pick = ({ emoji }: FoundEmoji) => {
    chat.open.value = undefined;
    onPick(emoji);
  };
  const [first] = found;
  return (
    <Dialog chat={chat} title={title}>
      <form
        class="inline"
        role="search"
        onSubmit={(event) => {
          event.preventDefault();
          if (first) pick(first);
        }}
      >
        <input
          autofocus
          autocomplete="off"
          enterkeyhint="done"
          aria-label={t.emojiHint}
          placeholder={t.emojiHint}
          onKeyDown={(event) => {
            if (event.key !== "ArrowDown") return;
            event.preventDefault();
            event.currentTarget.form!.parentElement!.querySelector<HTMLElement>("[data-item]")
              ?.focus();
          }}
          {...bind(typed)}
        />
      </form>
      <p class="muted" role="status">
        {status.value || found.length === 0 && t.foundNoEmoji}
      </p>
      <ul
        class="emoji"
        aria-label={t.emoji}
        onKeyDown={(event) => roveGrid(event)}
      >
        {found.map((one, index) => (
          <li key={one.emoji}>
            <button
              type="button"
              aria-label={one.name}
              title={one.name}
              onClick={() => pick(one)}
              {...item(index === 0)}
            >
              {one.emoji}
            </button>
          </li>
        ))}
      </ul>
    </Dialog>
  );
}
