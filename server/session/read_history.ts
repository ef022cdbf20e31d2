import { CURRENT_ROOM } from "../../protocol/commands/command_entry.ts";
import { DEFAULT_PAGE } from "../../protocol/limits.ts";
import type { HistoryRequest } from "../../protocol/messages/client_messages.ts";
import type { HistoryPage } from "../../protocol/messages/server_messages.ts";
import { toHistoryPage } from "../chat/history_page.ts";
import type { Hub } from "../chat/hub.ts";
import type { Member } from "../chat/member.ts";
import { withRef } from "../chat/ref.ts";
import { isMessage, type StoredMessage } from "../store/entry.ts";
import { directKey, type EntryPage, type EntryRange } from "../store/store.ts";
import { toRoomMessage } from "../store/wire_entry.ts";

/** A conversation of which a member reads a page. */
interface Source {
  readonly conversation: string;
  /** How the answer names it. */
  readonly where: { readonly room: string } | { readonly with: string };
  readonly toMessage: (stored: StoredMessage) => HistoryPage["messages"][number];
  /** Whether the member may still read it; if not, tells the member so. */
  readonly isOpen: () => boolean;
}

/** Answers a request for messages of a room or a private conversation. */
export async function readHistory(
  hub: Hub,
  member: Member,
  request: HistoryRequest,
): Promise<void> {
  const source = await findSource(hub, member, request);
  if (source === undefined) return;
  let range = rangeOf(hub, member, request);
  for (let isDone = false; !isDone;) {
    await readInTurn(hub, member, async () => {
      const page = await hub.store.read(source.conversation, range);
      // The member may have left or been kicked meanwhile.
      isDone = !source.isOpen();
      if (isDone) return;
      const next = member.wire.changes ? undefined : beyondChanges(page, range);
      isDone = next === undefined;
      if (next) range = next;
      else sendPage(hub, member, request, source, page);
    });
  }
}

/**
 * Reads from the store when it is the member's turn.
 *
 * What was sent before the request is stored first, so a member's own earlier messages are part of the answer.
 */
export async function readInTurn(
  hub: Hub,
  member: Member,
  read: () => Promise<void>,
): Promise<void> {
  await hub.pipeline.settled();
  return await hub.reading.run(member.source, read);
}

async function findSource(
  hub: Hub,
  member: Member,
  { room: name = CURRENT_ROOM, with: other, ref }: HistoryRequest,
): Promise<Source | undefined> {
  if (other === undefined) {
    const room = hub.rooms.of(member, name, ref);
    return room && {
      conversation: room.key,
      where: { room: room.name },
      toMessage: toRoomMessage,
      isOpen: () => hub.rooms.of(member, room.name, ref) !== undefined,
    };
  }
  const found = await hub.directory.find(other);
  if (found === undefined) {
    return void hub.refuse(member, { code: "no_such_user", value: other }, ref);
  }
  return {
    conversation: directKey(member.identity, found.identity),
    where: { with: found.name },
    toMessage: (message) => message,
    isOpen: () => true,
  };
}

function rangeOf(hub: Hub, member: Member, request: HistoryRequest): EntryRange {
  const { before, after, around, limit = DEFAULT_PAGE } = request;
  return {
    limit,
    bytes: hub.answerBytes,
    ...(before !== undefined && { before }),
    ...(after !== undefined && { after }),
    ...(around !== undefined && { around }),
    ...(member.wire.changes && { reader: member.authorIdentities }),
  };
}

/**
 * Returns where to read on after a page that has nothing but changes, for a client that gets none of them: it could not ask
 * for what is beyond. So many changes in a row are rare.
 */
function beyondChanges({ entries, more }: EntryPage, range: EntryRange): EntryRange | undefined {
  const isEmpty = more && entries.length > 0 && !entries.some(isMessage);
  if (!isEmpty || range.around !== undefined) return undefined;
  const { before: _, after, ...rest } = range;
  return after === undefined
    ? { ...rest, before: entries[0]!.id }
    : { ...rest, after: entries.at(-1)!.id };
}

function sendPage(
  hub: Hub,
  member: Member,
  { after, around, ref }: HistoryRequest,
  { where, toMessage }: Source,
  page: EntryPage,
): void {
  const { wire } = member;
  const maxFrame = hub.answerBytes;
  const keep = around ?? (after === undefined ? "newest" : "oldest");
  const { content, first, last, isCutBefore, isCutAfter } = toHistoryPage(page, {
    ...{ wire, maxFrame, keep, toMessage },
  });
  // Of a page read forward, `more` is about what is newer.
  const more = after === undefined
    ? page.more || isCutBefore
    : page.first > 0 && page.first < (first || after + 1);
  const moreAfter = page.moreAfter || isCutAfter;
  const asksForExtent = wire.changes || after !== undefined || around !== undefined;
  const extent = { ...(first > 0 && { first, last }), moreAfter };
  member.send({
    ...{ type: "history", ...where, ...content, more },
    ...(asksForExtent && extent),
    ...withRef(ref),
  });
}
