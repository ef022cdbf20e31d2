import { useLayoutEffect, useRef } from "preact/hooks";
import { commandForm } from "../../../locale/render/problem_text.ts";
import { toCommandName } from "../../../protocol/commands/command_words.ts";
import type { Completion } from "../model/completion.ts";
import { emoji } from "../model/emoji.ts";
import { catalogue, texts } from "../model/language.ts";
import { Avatar } from "./avatar.tsx";

/** The completions of the word before the cursor; commands with their arguments and what they do. */
export function CompletionList({ completion, chosen, onTake }: {
  readonly completion: Completion;
  readonly chosen: number;
  readonly onTake: (word: string) => void;
}) {
  const list = useRef<HTMLUListElement>(null);
  useLayoutEffect(() => {
    list.current!.querySelector("[aria-selected=true]")?.scrollIntoView({ block: "nearest" });
  }, [completion, chosen]);
  const t = texts.value;
  const { kind, words } = completion;
  const labels = { command: t.commands, room: t.rooms, name: t.completions, emoji: t.emoji };
  return (
    <ul
      ref={list}
      id="completions"
      class="completions"
      role="listbox"
      aria-label={labels[kind]}
    >
      {words.map((word, index) => (
        <li
          key={word}
          id={`completion-${index}`}
          role="option"
          aria-selected={index === chosen}
          // A click comes after `blur`, which closes the list.
          onPointerDown={(event) => {
            event.preventDefault();
            onTake(word);
          }}
        >
          {kind === "command" ? <Command name={word.slice(1)} /> : (
            <>
              {kind === "name" && <Avatar name={word} />} {word}
              {kind === "emoji" && <code>{codeOf(word)}</code>}
            </>
          )}
        </li>
      ))}
    </ul>
  );
}

function Command({ name }: { readonly name: string }) {
  const known = toCommandName(name);
  if (known === undefined) return <code>/{name}</code>;
  return (
    <span class="command">
      <code>{commandForm(known, catalogue.value, [name])}</code>
      <small>{catalogue.value.commands[known]}</small>
    </span>
  );
}

/** The code of an emoji, with colons. */
function codeOf(word: string): string {
  const [, , , codes = ""] = emoji.value.find(([one]) => one === word) ?? [];
  return `:${codes.split(" ", 1)[0]}:`;
}
