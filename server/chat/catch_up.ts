import { DEFAULT_PAGE, MAX_PAGE } from "../../protocol/limits.ts";
import { paginate } from "./paginate.ts";
import type { Member } from "./member.ts";
import type { Room } from "./room.ts";
import { messagesOf } from "../store/entry.ts";
import { type EntryPage, type Store, toRoomMessage } from "../store/store.ts";

/** Options of {@linkcode catchUp}. */
export interface CatchUpOptions {
  /** Which coming of the member this is about, as {@linkcode Room.add} gave it. */
  readonly joinId: number;
  /** The last id that the member has, or `undefined` for the latest messages only. */
  readonly after: number | undefined;
  /** Largest payload of a frame, in bytes. */
  readonly maxFrame: number;
}

/** What a page came to. */
interface SentPage {
  /** The last id that the member has. */
  readonly cursor: number;
  /** Whether there was nothing beyond it when the page was read. */
  readonly isAll: boolean;
}

/**
 * Sends a joining member the messages that it lacks, page by page, no faster than the client reads, until it has all that was
 * delivered in the room. New messages are not held for it but read from the store, so that they arrive once and in order and
 * cost no memory. Each step reads and sends a page at most.
 *
 * @param store Where the messages are kept.
 * @param room The room, which has the member already.
 * @param member The member.
 * @param options From where on.
 */
export async function* catchUp(
  store: Store,
  room: Room,
  member: Member,
  { joinId, after, maxFrame }: CatchUpOptions,
): AsyncGenerator<void, void> {
  const last = after === undefined ? 0 : await store.last(room.key);
  // An id beyond the last one was seen in another life of the room, before its messages were lost or thrown away.
  const isOtherLife = after !== undefined && after > last;
  const send = async (
    cursor: number | undefined,
    isFirst: boolean,
  ): Promise<SentPage | undefined> => {
    const page: EntryPage = await store.read(
      room.key,
      {
        ...(cursor === undefined ? { limit: DEFAULT_PAGE } : { after: cursor, limit: MAX_PAGE }),
        bytes: maxFrame,
      },
    );
    if (!room.isCatchingUp(member, joinId)) return undefined;
    const keep = cursor === undefined ? "newest" : "oldest";
    const stored = messagesOf(page.entries);
    const messages = paginate(stored.map(toRoomMessage), maxFrame, keep);
    const more = page.more || messages.length < stored.length;
    const isBroken = isFirst && isOtherLife || cursor !== undefined &&
        (page.first === 0 ? cursor < last : cursor + 1 < page.first);
    if (isFirst || messages.length > 0) {
      const lost = isBroken ? { lost: page.first || last + 1 } : {};
      member.send({ type: "history", room: room.name, messages, more, ...lost });
    }
    const isAll = cursor === undefined || !more;
    return { cursor: messages.at(-1)?.id ?? cursor ?? 0, isAll };
  };
  let cursor = isOtherLife ? 0 : after;
  for (let isFirst = true;; isFirst = false) {
    const delivered = room.delivered;
    const sent = await send(cursor, isFirst);
    if (sent === undefined) return;
    cursor = sent.cursor;
    if (sent.isAll) {
      // All that was delivered before the page was read is in it.
      cursor = Math.max(cursor, delivered);
      if (cursor >= room.delivered) break;
    }
    // Nothing of the page is kept until the next step: many may catch up, each with many rooms.
    yield;
  }
  room.attach(member, cursor);
}
