import type { ConversationSignals, DraftTarget } from "../model/conversation_signals.ts";
import { dropTarget } from "../model/draft_target.ts";
import { texts } from "../model/language.ts";
import { hueOf } from "./avatar.tsx";
import { IconButton } from "./icons.tsx";

/** Above the composer: which message the draft replies to or replaces, and a button that ends it. */
export function DraftTargetBar({ conversation, target }: {
  readonly conversation: ConversationSignals;
  readonly target: DraftTarget;
}) {
  const t = texts.value;
  const { from, text, deleted } = target.message;
  return (
    <div class="draft-target">
      <p role="status">
        {target.kind === "edit" ? t.editing : deleted ? t.quoteGone : (
          <>
            {t.inReplyTo} <b class={hueOf(from)}>{from}</b> {text}
          </>
        )}
      </p>
      <IconButton icon="close" label={t.cancel} onClick={() => dropTarget(conversation)} />
    </div>
  );
}
