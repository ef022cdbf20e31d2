import { commandHeading } from "../../../locale/render/problem_text.ts";
import { ALL_COMMAND_NAMES } from "../../../protocol/commands/commands.ts";
import type { Chat } from "../model/chat.ts";
import { catalogue, texts } from "../model/language.ts";
import { Dialog } from "./dialog.tsx";

/** Help: keyboard shortcuts and commands. */
export function HelpDialog({ chat }: { readonly chat: Chat }) {
  const t = texts.value;
  return (
    <Dialog chat={chat} title={t.help}>
      <dl class="help">
        {t.helpKeys.map(({ keys, does }) => (
          <div key={keys}>
            <dt>
              <kbd>{keys}</kbd>
            </dt>
            <dd>{does}</dd>
          </div>
        ))}
      </dl>
      <h3>{t.commands}</h3>
      <dl class="help">
        {ALL_COMMAND_NAMES.map((name) => (
          <div key={name}>
            <dt>
              <code>{commandHeading(name, catalogue.value)}</code>
            </dt>
            <dd>{catalogue.value.commands[name]}</dd>
          </div>
        ))}
      </dl>
    </Dialog>
  );
}
