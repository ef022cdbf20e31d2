import { assert, assertEquals } from "@std/assert";
import type { Change } from "../../protocol/messages/changes.ts";
import { isChange } from "../../protocol/messages/changes.ts";
import { history } from "./change_fixture.ts";
import { FoldedRoom, type Message } from "./folded_room.ts";
import { type Attempt, type RandomClient, ROOMS } from "./random_client.ts";

/** Room or other client, as a field of a request for history. */
type Place = { readonly room: string } | { readonly room: undefined; readonly with: string };

/** A message as it is now, or a change. */
type Entry = Message | Change;

/** What a server has of a conversation. */
interface StoredLog {
  /** In the order of their ids. */
  readonly entries: readonly Entry[];
  /** The messages alone. */
  readonly folded: FoldedRoom;
  /** The first `id` that is stored; 1 if none is. */
  readonly first: number;
}

/** Messages of a page when read in small pages, and most of a page. */
const SMALL = 7;
const LARGE = 200;

/** Kinds of events by the requests that cause them. */
const EVENTS: Readonly<Record<string, string>> = {
  edit: "edited",
  delete: "deleted",
  react: "reacted",
};

/**
 * Checks, after random clients have stopped, that all of them and the server have the same messages in the same state, and
 * that this is what acknowledged requests in the order of their ids come to. Requests that were given up may have been stored
 * or not; nothing else may be there, nothing twice, and nothing may have been refused without a reason.
 *
 * @param clients The clients; the first one asks for changes.
 */
export async function checkEntries(clients: readonly RandomClient[]): Promise<void> {
  const [reader] = clients;
  for (const room of ROOMS) await bringUpToDate(reader!, clients, room);
  for (const room of ROOMS) await checkRoom(reader!, clients, room);
  for (const [index, one] of clients.entries()) {
    for (const other of clients.slice(index + 1)) await checkPair(one, other);
  }
}

/** Lets all clients take what happened in a room, up to a last message. */
async function bringUpToDate(
  reader: RandomClient,
  clients: readonly RandomClient[],
  room: string,
): Promise<void> {
  await reader.ask({ type: "say", room, text: "fim" });
  const { answer } = reader.attempts.at(-1)!;
  assert(answer?.type === "ack");
  for (const client of clients) await client.catchUp(room, answer.id);
}

async function checkRoom(
  reader: RandomClient,
  clients: readonly RandomClient[],
  room: string,
): Promise<void> {
  const attempts = clients.flatMap(({ attempts }) =>
    attempts.filter(({ request }) => request.room === room)
  );
  // Older messages may expire meanwhile, so what is read last has the fewest.
  const texts: [string, FoldedRoom][] = [];
  for (const client of clients.filter(({ changes }) => !changes)) {
    texts.push([client.name, (await readLog(client, { room }, LARGE)).folded]);
  }
  const small = await readLog(reader, { room }, SMALL);
  const { entries, folded, first } = await readLog(reader, { room }, LARGE);
  assertEquals(entries.at(-1)!.id, reader.room(room).last);
  const model = modelOf(entries, attempts, first);
  const states: [string, FoldedRoom][] = [["server", folded], ["small pages", small.folded]];
  for (const client of clients) {
    if (client.changes) states.push([client.name, client.room(room)]);
  }
  for (const [name, shown] of states) {
    assertEquals(stateOf(shown, first), stateOf(model, first), `${room} from ${first}: ${name}`);
  }
  for (const [name, shown] of texts) {
    assertEquals(textsOf(shown, first), textsOf(model, first), `${room} from ${first}: ${name}`);
  }
  checkLive(clients, room, attempts);
}

async function checkPair(one: RandomClient, other: RandomClient): Promise<void> {
  const sides = [[one, other.name], [other, one.name]] as const;
  const attempts = sides.flatMap(([{ attempts }, name]) =>
    attempts.filter(({ request }) => (request.to ?? request.with) === name)
  );
  const logs: StoredLog[] = [];
  for (const [client, name] of sides) {
    const log = await readLog(client, { room: undefined, with: name }, LARGE);
    if (client.changes) logs.unshift(log);
    else logs.push(log);
  }
  const [{ entries, first }] = logs as [StoredLog];
  if (!one.changes && !other.changes) return;
  const from = Math.max(...logs.map(({ first }) => first));
  const model = modelOf(entries, attempts, first);
  for (const { folded } of logs) {
    const name = `${one.name} and ${other.name} from ${from}`;
    assertEquals(textsOf(folded, from), textsOf(model, from), name);
  }
  assertEquals(stateOf(logs[0]!.folded, from), stateOf(model, from));
}

/** Reads all that a server has of a conversation, again if retention was faster. */
async function readLog(
  { name, peer, changes: hasChanges }: RandomClient,
  place: Place,
  limit: number,
): Promise<StoredLog> {
  for (;;) {
    const entries: Entry[] = [];
    const folded = new FoldedRoom();
    let first: number | undefined;
    for (let after = 0, more = true; more;) {
      const page = await history(peer, { ...place, after, limit });
      first ??= page.first;
      entries.push(...[...page.messages, ...page.changes ?? []].sort(byId));
      folded.takePage({ ...page, changes: [] });
      after = page.last ?? after;
      more = page.moreAfter!;
    }
    const { first: firstNow } = await history(peer, { ...place, after: 0, limit: 1 });
    if (first !== firstNow) continue;
    if (hasChanges) {
      assertEquals(entries.map(({ id }) => id), entries.map((_, index) => first! + index), name);
    }
    return { entries, folded, first: first ?? 1 };
  }
}

/** Folds what was asked for, in the order in which the server stored it, and checks that nothing else is stored. */
function modelOf(
  entries: readonly Entry[],
  attempts: readonly Attempt[],
  first: number,
): FoldedRoom {
  const model = new FoldedRoom();
  const acknowledged = Map.groupBy(
    attempts.filter(({ answer }) => answer?.type === "ack"),
    ({ answer }) => (answer as { readonly id: number }).id,
  );
  const unknown = new Set(attempts.filter(hasUnknownOutcome));
  for (const entry of entries) {
    const { id } = entry;
    const known = acknowledged.get(id) ?? [];
    const made = known.find((attempt) => isMadeBy(entry, attempt)) ??
      [...unknown].find((attempt) => isMadeBy(entry, attempt));
    assert(made, `nothing asked for ${JSON.stringify(entry)}; ${JSON.stringify(known)}`);
    unknown.delete(made);
    // What else has this id found nothing to change.
    for (const attempt of known) if (attempt !== made) checkNothingToDo(entry, attempt);
    const { text = "", emoji } = made.request;
    if (isChange(entry)) {
      const author = model.messages.get(entry.about)?.from;
      const isAllowed = entry.type === "reacted" || author === undefined || author === entry.from;
      assert(isAllowed, `a message of ${author}: ${show(made)}`);
      model.take({ ...entry, text, ...(emoji !== undefined && { emoji }) });
    } else {
      const { reply, action } = made.request;
      model.take({
        ...{ id, from: entry.from, to: "", text, at: entry.at },
        ...(reply !== undefined && { reply: { id: reply } }),
        ...(action && { action }),
      });
    }
  }
  const last = entries.at(-1)?.id ?? 0;
  for (const [id, [attempt]] of acknowledged) {
    assert(id <= last, `${id} was acknowledged, and the last one is ${last}: ${show(attempt!)}`);
  }
  for (const attempt of attempts) checkRefusal(attempt, model, first);
  return model;
}

/** Whether an entry may have been stored: the server looks up the name of a private message before its nonce. */
function hasUnknownOutcome({ answer }: Attempt): boolean {
  return answer === undefined || answer.type === "error" && answer.code === "no_such_user";
}

/** Whether a stored entry may be what a request asked for. */
function isMadeBy(entry: Entry, { from, request }: Attempt): boolean {
  if (entry.from !== from) return false;
  if (isChange(entry)) {
    return entry.type === EVENTS[request.type] && entry.about === request.about &&
      (entry.text ?? request.text) === request.text &&
      (entry.emoji === undefined ||
        entry.emoji === request.emoji && entry.removed === request.remove);
  }
  if (request.type !== "say" && request.type !== "direct") return false;
  if (entry.deleted !== undefined) return true;
  const { reply, action, edited, text } = entry;
  return reply?.id === request.reply && action === request.action &&
    (edited !== undefined || text === request.text);
}

/** Checks an acknowledgement with the id of an entry that another request made. */
function checkNothingToDo(entry: Entry, attempt: Attempt): void {
  const { type, about } = attempt.request;
  const isAbout = isChange(entry) ? entry.about === about : entry.id === about;
  assert(
    (type === "edit" || type === "react") && isAbout,
    `${show(attempt)} got the id of ${JSON.stringify(entry)}`,
  );
}

/** Checks that there was a reason to refuse a request. */
function checkRefusal(attempt: Attempt, model: FoldedRoom, first: number): void {
  const { from, request: { type, about = 0 }, answer } = attempt;
  if (answer?.type !== "error" || hasUnknownOutcome(attempt) || about !== 0 && about < first) {
    return;
  }
  const message = model.messages.get(about);
  const isRight = answer.code === "forbidden"
    ? type !== "react" && message !== undefined && message.from !== from
    : answer.code === "not_found" && message?.deleted !== undefined;
  assert(isRight, `no reason for ${show(attempt)}`);
}

/** Checks that what clients got live is what was asked for. */
function checkLive(
  clients: readonly RandomClient[],
  room: string,
  attempts: readonly Attempt[],
): void {
  for (const client of clients) {
    for (const entry of client.room(room).log) {
      assert(
        attempts.some((attempt) => isMadeBy(entry, attempt)),
        `${client.name} got ${JSON.stringify(entry)}`,
      );
    }
  }
}

/** Kept messages by their ids, each with its reactions by emoji. */
function stateOf({ messages }: FoldedRoom, first: number): unknown[] {
  return [...messages.values()].filter(({ id }) => id >= first).sort(byId).map((message) => ({
    ...message,
    reactions: [...message.reactions].sort(([one], [other]) => one < other ? -1 : 1),
  }));
}

/** Texts of kept messages by their ids. */
function textsOf({ messages }: FoldedRoom, first: number): [number, string][] {
  return [...messages.values()].filter(({ id }) => id >= first).sort(byId)
    .map(({ id, text }) => [id, text]);
}

function byId(one: { readonly id: number }, other: { readonly id: number }): number {
  return one.id - other.id;
}

function show({ from, request, answer }: Attempt): string {
  return `${JSON.stringify(request)} of ${from}, answered by ${JSON.stringify(answer)}`;
}
