import type { Random } from "./random.ts";

const EMOJI = ["👍", "🎉", "❤️", "🇧🇷"];

/** How many of the latest messages most requests are about. */
const LATEST = 12;

/** A request that becomes an entry of a room, or of the conversation with another client. */
export interface EntryRequest {
  readonly type: "say" | "direct" | "edit" | "delete" | "react";
  readonly room?: string;
  readonly to?: string;
  readonly with?: string;
  readonly text?: string;
  readonly reply?: number;
  readonly action?: true;
  readonly about?: number;
  readonly emoji?: string;
  readonly remove?: true;
  readonly nonce?: string;
}

/** What a random request can be about. */
export interface RequestScope {
  /** The room, or the other client. */
  readonly place: { readonly room: string } | { readonly with: string };
  /** Ids of messages there. */
  readonly known: readonly number[];
  /** Returns the text of a message, as far as it is known. */
  readonly textOf: (id: number) => string | undefined;
  /** How the text of the request begins. */
  readonly text: string;
}

/** Returns a random request: to say something, to edit or delete a message, or to react to it. */
export function randomRequest(random: Random, scope: RequestScope): EntryRequest {
  const { known, textOf } = scope;
  const about = known.length === 0
    ? undefined
    : random.of(random.below(8) > 0 ? known.slice(-LATEST) : known);
  const text = `${scope.text} ${random.below(1_000_000)}`;
  const message = "room" in scope.place
    ? { type: "say", room: scope.place.room, text } as const
    : { type: "direct", to: scope.place.with, text } as const;
  if (about === undefined) return message;
  const place = { ...scope.place, about };
  switch (random.below(10)) {
    case 0:
    case 1:
      return message;
    case 2:
      return { ...message, reply: about };
    case 3:
      return { ...message, action: true };
    case 4:
    case 5:
      return { type: "edit", ...place, text };
    case 6:
      // Sometimes to the same text.
      return { type: "edit", ...place, text: textOf(about) || text };
    case 7:
      return random.below(2) > 0 ? { type: "edit", ...place, text } : { type: "delete", ...place };
    default: {
      const removal = random.below(3) === 0 ? { remove: true } as const : {};
      return { type: "react", ...place, emoji: random.of(EMOJI), ...removal };
    }
  }
}
