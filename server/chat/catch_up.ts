import { DEFAULT_PAGE, MAX_PAGE } from "../../protocol/limits.ts";
import { toHistoryPage } from "./history_page.ts";
import type { Member } from "./member.ts";
import type { Room } from "./room.ts";
import type { Store } from "../store/store.ts";
import { toRoomMessage } from "../store/wire_entry.ts";

/** Options of {@linkcode catchUp}. */
export interface CatchUpOptions {
  /** Identifies the join, as returned by {@linkcode Room.add}. */
  readonly joinId: number;
  /** Last id that the member has, or `undefined` for the latest messages only. */
  readonly after: number | undefined;
  /** Maximum payload of a frame, in bytes. */
  readonly maxFrame: number;
}

/** Result of sending a page. */
interface SentPage {
  /** Last id that the member has now. */
  readonly cursor: number;
  /** Whether there were no later messages when the page was read. */
  readonly isAll: boolean;
}

/**
 * Sends a joining member the messages that it lacks, page by page, no faster than the client reads, until it has all
 * messages delivered in the room. New messages are not held for it but read from the store, so that they arrive once and
 * in order and cost no memory. Each step reads and sends at most one page.
 *
 * @param store The store.
 * @param room The room, which the member is in already.
 * @param member The member.
 * @param options Where to start.
 */
export async function* catchUp(
  store: Store,
  room: Room,
  member: Member,
  { joinId, after, maxFrame }: CatchUpOptions,
): AsyncGenerator<void, void> {
  const last = after === undefined ? 0 : await store.last(room.key);
  // An id beyond the last one is from before the room's messages were lost or deleted.
  const isOtherLife = after !== undefined && after > last;
  const send = async (
    cursor: number | undefined,
    isFirst: boolean,
  ): Promise<SentPage | undefined> => {
    const { wire } = member;
    const page = await store.read(room.key, {
      ...(cursor === undefined ? { limit: DEFAULT_PAGE } : { after: cursor, limit: MAX_PAGE }),
      bytes: maxFrame,
      ...(wire.changes && { reader: member.authorIdentities }),
    });
    if (!room.isCatchingUp(member, joinId)) return undefined;
    const { content, last: covered, isCutBefore, isCutAfter } = toHistoryPage(page, {
      ...{ wire, maxFrame, toMessage: toRoomMessage },
      keep: cursor === undefined ? "newest" : "oldest",
    });
    const more = page.more || isCutBefore || isCutAfter;
    const isBroken = isFirst && isOtherLife || cursor !== undefined &&
        (page.first === 0 ? cursor < last : cursor + 1 < page.first);
    if (isFirst || content.messages.length > 0 || content.changes?.length) {
      const lost = isBroken ? { lost: page.first || last + 1 } : {};
      const after = wire.changes ? { moreAfter: cursor !== undefined && more } : {};
      member.send({ type: "history", room: room.name, ...content, more, ...after, ...lost });
    }
    const isAll = cursor === undefined || !more;
    return { cursor: covered || (cursor ?? 0), isAll };
  };
  let cursor = isOtherLife ? 0 : after;
  for (let isFirst = true;; isFirst = false) {
    const delivered = room.delivered;
    const sent = await send(cursor, isFirst);
    if (sent === undefined) return;
    cursor = sent.cursor;
    if (sent.isAll) {
      // The page contains everything delivered before it was read.
      cursor = Math.max(cursor, delivered);
      if (cursor >= room.delivered) break;
    }
    // Keep nothing of the page until the next step: many members may catch up, each in many rooms.
    yield;
  }
  room.attach(member, cursor);
}
