import type { Change, Delete, Edit, React } from "../../protocol/messages/changes.ts";

/** A change to ask for, in a conversation that is known. */
export type MessageChange =
  | Omit<Edit, Where>
  | Omit<Delete, Where>
  | Omit<React, Where>;

type Where = "room" | "with";

/** What a change does, as its event says it. */
type ChangeContent = Omit<Change, "id" | "from" | "at">;

/** Returns what the event of a change says, but for who made it and when. */
export function toChangeEvent(change: MessageChange): ChangeContent {
  const { about } = change;
  switch (change.type) {
    case "edit":
      return { type: "edited", about, text: change.text };
    case "delete": {
      const { reason } = change;
      return { type: "deleted", about, ...(reason !== undefined && { reason }) };
    }
    case "react": {
      const { emoji, remove } = change;
      return { type: "reacted", about, emoji, ...(remove && { removed: remove }) };
    }
  }
}
