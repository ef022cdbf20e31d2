import type { ComponentChildren } from "preact";
import type { Chat } from "../model/chat.ts";
import { texts } from "../model/language.ts";
import { IconButton } from "./icons.tsx";

/** The header of a column that is a drawer in a narrow window, where it gets a button that closes it. */
export function DrawerHeader({ chat, class: kind, children }: {
  readonly chat: Chat;
  readonly class: string;
  readonly children: ComponentChildren;
}) {
  return (
    <header class={kind}>
      {children}
      <IconButton
        icon="close"
        class="only-drawer"
        label={texts.value.close}
        onClick={() => chat.drawer.value = undefined}
      />
    </header>
  );
}
