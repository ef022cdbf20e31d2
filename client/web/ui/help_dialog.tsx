import { ALL_COMMAND_NAMES } from "../../../protocol/commands/commands.ts";
import type { Chat } from "../model/chat.ts";
import { catalogue, texts } from "../model/language.ts";
import { Dialog } from "./dialog.tsx";

/** Help: keyboard shortcuts and commands. */
export function HelpDialog({ chat }: { readonly chat: Chat }) {
  const t = texts.value;
  const { commands } = catalogue.value;
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
              <code>/{name} {commands[name].form}</code>
            </dt>
            <dd>{commands[name].help}</dd>
          </div>
        ))}
      </dl>
    </Dialog>
  );
}
