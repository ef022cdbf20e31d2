import type { ComponentChildren } from "preact";
import { useEffect, useRef } from "preact/hooks";
import type { Chat } from "../model/chat.ts";
import { texts } from "../model/language.ts";
import { IconButton } from "./icons.tsx";
import { focusComposer } from "./shortcuts.ts";

/** What is open above the talk, and keeps the focus until it is closed. */
export function Dialog({ chat, title, children }: {
  readonly chat: Chat;
  readonly title: string;
  readonly children: ComponentChildren;
}) {
  const dialog = useRef<HTMLDialogElement>(null);
  const close = () => {
    chat.open.value = undefined;
  };
  useEffect(() => {
    const before = document.activeElement;
    dialog.current!.showModal();
    return () => {
      // Where one was, if it is there still.
      if (before instanceof HTMLElement && before.isConnected && before !== document.body) {
        before.focus();
      } else focusComposer();
    };
  }, []);
  return (
    <dialog
      ref={dialog}
      aria-labelledby="dialog-title"
      onClose={close}
      // The dialog is all that there is within its border: what is hit beside it is its backdrop.
      onPointerDown={(event) => event.target === dialog.current && close()}
    >
      <div class="dialog">
        <header>
          <h2 id="dialog-title">{title}</h2>
          <IconButton icon="close" label={texts.value.close} onClick={close} />
        </header>
        {children}
      </div>
    </dialog>
  );
}
