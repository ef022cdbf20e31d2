import type { Change, Delete, Edit, React } from "./changes.ts";

/** A change that a user asks for, in a conversation that is known. */
export type RequestedChange =
  | Pick<Edit, "type" | "about" | "text">
  | Pick<Delete, "type" | "about" | "reason">
  | Pick<React, "type" | "about" | "emoji" | "remove">;

/** Fields of the event of a change that do not depend on its author, time and number. */
export type ChangeContent = Omit<Change, "id" | "from" | "at">;

/** Converts a requested change to the fields of its event. */
export function toChangeContent(change: RequestedChange): ChangeContent {
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
