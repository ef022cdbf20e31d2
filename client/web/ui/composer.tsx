import { useSignal } from "@preact/signals";
import { useEffect, useLayoutEffect, useRef } from "preact/hooks";
import { DEFAULT_LIMITS } from "../../../protocol/limits.ts";
import { codePoints } from "../../../protocol/text/names.ts";
import { emojiCodeIn } from "../../conversation/complete_emoji.ts";
import type { Chat } from "../model/chat.ts";
import { complete, type Completion, completionsAt } from "../model/completion.ts";
import { dropTarget, editLatest, trySendDraft } from "../model/draft_target.ts";
import { emoji, loadEmoji } from "../model/emoji.ts";
import { endFirstVisit, isFirstVisit } from "../model/first_visit.ts";
import { catalogue, texts } from "../model/language.ts";
import type { ConversationSignals } from "../model/conversation_signals.ts";
import { CompletionList } from "./completion_list.tsx";
import { composerRange, focusComposer } from "./composer_field.ts";
import { DraftTargetBar } from "./draft_target_bar.tsx";
import { IconButton } from "./icons.tsx";
import { isInputMethod } from "./input_method.ts";

/** Text field for messages: Enter sends, Shift+Enter starts a line, words after `@`, `#`, `/` or `:` are completed, Up edits. */
export function Composer(
  { chat, conversation }: { readonly chat: Chat; readonly conversation: ConversationSignals },
) {
  const t = texts.value;
  const input = useRef<HTMLTextAreaElement>(null);
  // Signals, not state: Enter may be pressed before the last keystroke is rendered.
  const completing = useSignal<Completion | undefined>(undefined);
  const choice = useSignal(0);
  const completion = completing.value;
  const chosen = choice.value;
  const draft = conversation.draft.value;
  const countOver = (text: string) =>
    codePoints(text) - (chat.client?.limits ?? DEFAULT_LIMITS).text;
  const over = countOver(draft);
  const name = conversation.name.value;
  const target = conversation.draftTarget.value;
  const isNew = isFirstVisit.value;

  // On a phone, focus would open the keyboard over the messages.
  useEffect(() => {
    if (matchMedia("(pointer: fine)").matches) input.current!.focus();
  }, []);
  // Before the next key arrives.
  useLayoutEffect(() => {
    if (target) input.current!.focus();
  }, [target]);

  const look = () => {
    // The list of emoji may arrive when this is gone.
    if (!input.current) return;
    const { value, selectionStart } = input.current;
    const before = value.slice(0, selectionStart);
    if (emojiCodeIn(before) !== undefined && emoji.peek().length === 0) {
      loadEmoji().then(look, () => {});
    }
    completing.value = completionsAt(chat, conversation, before);
    choice.value = Math.max(completing.value?.whole ?? 0, 0);
  };
  const send = () => {
    completing.value = undefined;
    endFirstVisit();
    if (countOver(conversation.draft.peek()) <= 0) trySendDraft(chat, conversation);
    input.current!.focus();
  };
  const isBlank = () =>
    conversation.draft.peek() === "" && conversation.draftTarget.peek() === undefined;
  const take = (word: string) => {
    const element = input.current!;
    const open = completing.peek()!;
    const { text, cursor } = complete(element.value, element.selectionStart, open, word);
    conversation.draft.value = text;
    completing.value = undefined;
    focusComposer(cursor);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (isInputMethod(event)) return;
    const open = completing.peek();
    const isWhole = open !== undefined && choice.peek() === open.whole;
    if (open && !(event.key === "Enter" && isWhole)) {
      const { words } = open;
      const step = { ArrowDown: 1, ArrowUp: words.length - 1 }[event.key];
      if (step !== undefined) choice.value = (choice.peek() + step) % words.length;
      else if (event.key === "Tab" || event.key === "Enter") take(words[choice.peek()]!);
      else if (event.key === "Escape") completing.value = undefined;
      else return;
      event.preventDefault();
    } else if (event.key === "Enter" && !event.shiftKey) {
      event.preventDefault();
      send();
    } else if (event.key === "Escape" && conversation.draftTarget.peek()) {
      event.preventDefault();
      dropTarget(conversation);
    } else if (event.key === "ArrowUp" && !event.altKey && isBlank()) {
      event.preventDefault();
      editLatest(conversation);
    }
  };
  return (
    <form
      class="composer"
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      {completion && <CompletionList completion={completion} chosen={chosen} onTake={take} />}
      {target && <DraftTargetBar conversation={conversation} target={target} />}
      <div class="compose-row">
        <div class="growing" data-text={draft}>
          <textarea
            ref={input}
            id="composer"
            rows={1}
            enterkeyhint="send"
            autocomplete="off"
            placeholder={t.message(name)}
            aria-label={t.message(name)}
            aria-describedby="composer-hint"
            aria-autocomplete="list"
            aria-controls={completion && "completions"}
            aria-activedescendant={completion && `completion-${chosen}`}
            value={draft}
            onInput={(event) => {
              conversation.draft.value = event.currentTarget.value;
              look();
            }}
            onPaste={() => conversation.isPasted = true}
            onKeyDown={onKeyDown}
            onBlur={() => completing.value = undefined}
          />
        </div>
        <IconButton
          icon="smile"
          label={t.emoji}
          onClick={() => chat.open.value = { kind: "emoji", conversation, range: composerRange() }}
        />
        <IconButton icon="send" class="send" label={t.send} onClick={send} />
      </div>
      <p
        id="composer-hint"
        class={over > 0 ? "hint is-error" : isNew ? "hint is-first" : "hint"}
      >
        {over > 0 ? t.tooLong(over) : isNew ? catalogue.value.client.helpHint : t.messageHint}
      </p>
    </form>
  );
}
