import type { ComponentChildren } from "preact";
import { useLayoutEffect, useRef } from "preact/hooks";
import type { Chat } from "../model/chat.ts";
import { texts } from "../model/language.ts";
import { focusComposer } from "./composer_field.ts";
import { IconButton } from "./icons.tsx";

/** Modal dialog with a title and a close button. It returns the focus to where it was. */
export function Dialog({ chat, title, children }: {
  readonly chat: Chat;
  readonly title: string;
  readonly children: ComponentChildren;
}) {
  const dialog = useRef<HTMLDialogElement>(null);
  const close = () => {
    chat.open.value = undefined;
  };
  // Before the next key arrives, which is meant for the dialog.
  useLayoutEffect(() => {
    const before = document.activeElement;
    const element = dialog.current!;
    element.showModal();
    return () => {
      // While it is open, nothing else takes the focus.
      element.close();
      if (before instanceof HTMLElement && before.isConnected && before !== document.body) {
        before.focus();
      } else focusComposer();
    };
  }, []);
  // What had the focus may be gone, as a form that was sent.
  useLayoutEffect(() => {
    const element = dialog.current!;
    if (element.contains(document.activeElement)) return;
    const next = element.querySelector<HTMLElement>("[autofocus]") ??
      element.querySelector("button");
    next?.focus({ preventScroll: true });
  });
  return (
    <dialog
      ref={dialog}
      aria-labelledby="dialog-title"
      // Esc closes it here, so that it is gone before the focus is back and a key may follow.
      onCancel={(event) => {
        event.preventDefault();
        close();
      }}
      // After it is gone, another dialog may be open.
      onClose={() => dialog.current && close()}
      // The content fills the dialog, so a hit on the element itself is on its backdrop.
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
