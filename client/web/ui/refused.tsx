import { texts } from "../model/language.ts";
import { takeBack } from "../model/take_back.ts";
import type { ConversationSignals } from "../model/conversation_signals.ts";
import { focusComposer } from "./composer_field.ts";

/** Buttons for a line that was refused: edit it in the message box, send it again, or drop it. */
export function RefusedButtons({ conversation, line, onRetry, onDrop }: {
  readonly conversation: ConversationSignals;
  readonly line: string;
  readonly onRetry: () => void;
  /** Removes the line from the log. */
  readonly onDrop: () => void;
}) {
  const t = texts.value;
  const edit = () => {
    onDrop();
    takeBack(conversation, line);
    focusComposer(line.length);
  };
  const retry = () => {
    drop();
    onRetry();
  };
  const drop = () => {
    onDrop();
    // The button that had the focus is gone with the line.
    focusComposer();
  };
  return (
    <span class="refused-buttons">
      <button type="button" onClick={edit}>{t.actions.edit}</button>
      <button type="button" onClick={retry}>{t.sayAgain}</button>
      <button type="button" onClick={drop}>{t.discard}</button>
    </span>
  );
}
