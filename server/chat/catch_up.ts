import { DEFAULT_PAGE, MAX_PAGE } from "../../protocol/limits.ts";
import { toHistoryPage } from "./history_page.ts";
import type { Bus } from "../bus/bus.ts";
import type { Member } from "./member.ts";
import type { Room } from "./room.ts";
import type { SharedPage, SharedPages } from "./shared_pages.ts";
import type { Store } from "../store/store.ts";
import { toRoomMessage } from "../store/wire_entry.ts";

/** What {@linkcode catchUp} needs of the hub. */
export interface CatchUpHost {
  readonly store: Pick<Store, "last" | "read">;
  readonly bus: Pick<Bus, "isLocal">;
  readonly pages: SharedPages;
  /** Maximum payload of a frame, in bytes. */
  readonly answerBytes: number;
}

/** Options of {@linkcode catchUp}. */
export interface CatchUpOptions {
  /** Identifies the join, as returned by {@linkcode Room.detach}. */
  readonly joinId: number;
  /** Last id that the member has, or `undefined` for the latest messages only. */
  readonly after: number | undefined;
}

/** What remains of a page once it is sent. */
type SentPage = Omit<SharedPage, "bytes">;

/** A step of {@linkcode catchUp}. */
interface Step {
  readonly joinId: number;
  /** Last id that the member has. */
  readonly cursor: number | undefined;
  readonly isFirst: boolean;
  /** Last id of the room, if it was read. */
  readonly last: number | undefined;
}

/**
 * Sends a joining member the messages that it lacks, if another member was sent the same a moment ago and it is no more than
 * one page.
 *
 * @param host The hub.
 * @param room The room, which the member is in and which delivers to it.
 * @param member The member.
 * @param after As {@linkcode CatchUpOptions.after}.
 * @returns Whether it was sent; otherwise use {@linkcode catchUp}.
 */
export function catchUpAtOnce(
  { bus, pages, answerBytes }: CatchUpHost,
  room: Room,
  member: Member,
  after: number | undefined,
): boolean {
  const { wire, sendQueue, backlog } = member;
  // One page may wait for a client that does not read.
  if (!bus.isLocal || backlog?.isRunning || sendQueue.size > answerBytes) return false;
  const page = pages.find(room, wire, after);
  if (!page?.isAll) return false;
  sendQueue.push(page.bytes);
  room.attach(member, page.cursor);
  return true;
}

/**
 * Sends a joining member the messages that it lacks, page by page, no faster than the client reads, until it has all
 * messages delivered in the room. New messages are not held for it but read from the store, so that they arrive once and
 * in order and cost no memory. Each step sends at most one page, and reads it unless another member was sent the same.
 *
 * @param host The hub.
 * @param room The room, which the member is in already.
 * @param member The member.
 * @param options Where to start.
 */
export async function* catchUp(
  host: CatchUpHost,
  room: Room,
  member: Member,
  { joinId, after }: CatchUpOptions,
): AsyncGenerator<void, void> {
  let cursor = after;
  let last: number | undefined;
  for (let isFirst = true;; isFirst = false) {
    const { delivered } = room;
    const sent = await sendPage(host, room, member, { joinId, cursor, isFirst, last });
    if (sent === undefined) return;
    ({ cursor, last } = sent);
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

async function sendPage(
  host: CatchUpHost,
  room: Room,
  member: Member,
  step: Step,
): Promise<SentPage | undefined> {
  const page = await findPage(host, room, member, step.cursor) ??
    await readPage(host, room, member, step);
  if (!room.isCatchingUp(member, step.joinId)) return undefined;
  const { bytes, ...sent } = page;
  if (step.isFirst || !sent.isEmpty) member.sendQueue.push(bytes);
  return sent;
}

/** Finds a page that was sent a moment ago and is what the store would give now. */
async function findPage(
  { store, bus, pages }: CatchUpHost,
  room: Room,
  { wire }: Member,
  cursor: number | undefined,
): Promise<SharedPage | undefined> {
  const page = pages.find(room, wire, cursor);
  if (page === undefined || bus.isLocal) return page;
  // What another node stored may not have been delivered here yet.
  return page.last === await store.last(room.key) ? page : undefined;
}

/** Reads a page from the store, and keeps it for other members if it is the same for them. */
async function readPage(
  { store, pages, answerBytes: maxFrame }: CatchUpHost,
  room: Room,
  member: Member,
  { cursor: after, isFirst, last: known }: Step,
): Promise<SharedPage> {
  const { wire } = member;
  const before = known ?? (after === undefined ? 0 : await store.last(room.key));
  // An id beyond the last one is from before the room's messages were lost or deleted.
  const hasRestarted = isFirst && after !== undefined && after > before;
  const cursor = hasRestarted ? 0 : after;
  const page = await store.read(room.key, {
    ...(cursor === undefined ? { limit: DEFAULT_PAGE } : { after: cursor, limit: MAX_PAGE }),
    bytes: maxFrame,
    ...(wire.changes && { reader: member.authorIdentities }),
  });
  const { content, last: covered, isCutBefore, isCutAfter } = toHistoryPage(page, {
    ...{ wire, maxFrame, toMessage: toRoomMessage },
    keep: cursor === undefined ? "newest" : "oldest",
  });
  const more = page.more || isCutBefore || isCutAfter;
  const isBroken = hasRestarted || cursor !== undefined &&
      (page.first === 0 ? cursor < before : cursor + 1 < page.first);
  const lost = isBroken ? { lost: page.first || before + 1 } : {};
  const moreAfter = wire.changes ? { moreAfter: cursor !== undefined && more } : {};
  const history = { ...content, more, ...moreAfter, ...lost };
  const sent: SharedPage = {
    bytes: wire.encode([{ type: "history", room: room.name, ...history }]),
    cursor: covered || (cursor ?? 0),
    isAll: cursor === undefined || !more,
    isEmpty: content.messages.length === 0 && !content.changes?.length,
    last: Math.max(before, page.entries.at(-1)?.id ?? 0),
  };
  // Of messages with reactions the page says which are the reader's own.
  const isForAll = !wire.changes || !content.messages.some(({ reactions }) => reactions);
  if (isForAll && !hasRestarted) pages.add(room, wire, after, sent);
  return sent;
}
