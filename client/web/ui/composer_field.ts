import type { DraftRange } from "../model/insert_text.ts";

/** The text field for messages, if a conversation is open. */
function field(): HTMLTextAreaElement | undefined {
  const element = document.getElementById("composer");
  return element instanceof HTMLTextAreaElement ? element : undefined;
}

/** Focuses the text field; with a cursor, puts that there once the field has its new text, which is before the next key. */
export function focusComposer(cursor?: number): void {
  field()?.focus();
  if (cursor === undefined) return;
  queueMicrotask(() => {
    field()?.focus();
    field()?.setSelectionRange(cursor, cursor);
  });
}

/** What is selected in the text field. */
export function composerRange(): DraftRange {
  const { selectionStart = 0, selectionEnd = 0 } = field() ?? {};
  return { begin: selectionStart, end: selectionEnd };
}
