import type { Deletion, Quote, Reaction } from "../../protocol/messages/changes.ts";
import type { NewChange, NewEntry, NewMessage, Outcome, StoredEntry } from "../store/entry.ts";
import type { EntryPage, EntryRange } from "../store/store.ts";

/** Entries of one conversation, the first at index 0. */
interface Log {
  readonly entries: NewEntry[];
  /** The lowest stored `id`. */
  first: number;
}

/** What the changes of a message came to. */
interface Folded {
  readonly text: string;
  readonly edited?: number;
  readonly deleted?: Deletion;
  readonly reactions: { emoji: string; people: { person: string; name: string; id: number }[] }[];
  readonly rev?: number;
}

/** Options of {@linkcode EntryModel}. */
export interface EntryModelOptions {
  readonly keepMessages: number;
  /** Whether surplus entries go as soon as there are others, and not when the store is pruned. */
  readonly isEager: boolean;
}

/** A store as simple as can be: it keeps entries as they came, and folds them from the beginning each time. */
export class EntryModel {
  readonly #logs = new Map<string, Log>();
  readonly #nonces = new Map<string, { id: number; at: number }>();
  readonly #options: EntryModelOptions;

  constructor(options: EntryModelOptions) {
    this.#options = options;
  }

  append(entry: NewEntry): Outcome {
    const key = entry.nonce === undefined ? undefined : `${entry.person} ${entry.nonce}`;
    const known = key === undefined ? undefined : this.#nonces.get(key);
    if (known) return { ...known, repeated: true };
    const log = this.#logs.get(entry.conversation) ?? { entries: [], first: 1 };
    const outcome = "change" in entry ? this.#change(log, entry) : say(log, entry);
    if ("code" in outcome || outcome.repeated) return outcome;
    log.entries.push(entry);
    this.#logs.set(entry.conversation, log);
    if (key !== undefined) this.#nonces.set(key, { id: outcome.id, at: outcome.at });
    if (this.#options.isEager) this.prune();
    return outcome;
  }

  prune(): void {
    for (const log of this.#logs.values()) {
      log.first = Math.max(log.first, log.entries.length - this.#options.keepMessages + 1);
    }
  }

  /** The last `id` of a conversation. */
  last(conversation: string): number {
    return this.#logs.get(conversation)?.entries.length ?? 0;
  }

  /** The present texts of messages that are not deleted, by their ids. */
  texts(conversation: string): Map<number, string> {
    const entries = this.#entries(conversation);
    return new Map(
      entries.flatMap((entry) =>
        "type" in entry || entry.deleted ? [] : [[entry.id, entry.text] as const]
      ),
    );
  }

  read(conversation: string, range: EntryRange): EntryPage {
    const { before = Infinity, after, around, limit, bytes = Infinity, reader } = range;
    const all = this.#entries(conversation);
    const take = (from: readonly StoredEntry[], most: number, size: number, takesFirst = true) => {
      const taken: StoredEntry[] = [];
      let messages = 0;
      let used = 0;
      for (const entry of from) {
        used += new TextEncoder().encode(JSON.stringify(entry)).length + 1;
        if (messages === most || used > size && !(takesFirst && taken.length === 0)) break;
        if (!("type" in entry)) messages++;
        taken.push(entry);
      }
      return { taken, messages };
    };
    const size = (entries: readonly StoredEntry[]) =>
      entries.reduce(
        (sum, entry) => sum + new TextEncoder().encode(JSON.stringify(entry)).length + 1,
        0,
      );
    let entries: readonly StoredEntry[];
    let more: boolean;
    const first = all[0]?.id ?? 0;
    const last = all.at(-1)?.id ?? 0;
    let moreAfter: boolean;
    if (around !== undefined) {
      const middle = Math.min(Math.max(around, first), last);
      const half = Math.floor(limit / 2);
      const older = take(all.filter(({ id }) => id < middle).reverse(), half, bytes / 2, false);
      const newer = take(
        all.filter(({ id }) => id >= middle),
        limit - older.messages,
        bytes - size(older.taken),
      );
      entries = [...older.taken.reverse(), ...newer.taken];
      more = all.length > 0 && entries[0]!.id > first;
      moreAfter = all.length > 0 && entries.at(-1)!.id < last;
    } else {
      const wanted = all.filter(({ id }) => id > (after ?? 0) && id < before);
      const { taken } = take(after === undefined ? wanted.toReversed() : wanted, limit, bytes);
      entries = after === undefined ? taken.reverse() : taken;
      more = entries.length < wanted.length;
      moreAfter = all.length > 0 &&
        (after !== undefined && more || Math.min(last, before - 1) < last);
    }
    const page = { entries, more, moreAfter, first };
    if (reader === undefined) return page;
    const log = this.#logs.get(conversation);
    const mine = entries.flatMap((entry) => {
      if (log === undefined || "type" in entry || entry.deleted) return [];
      const own = fold(log, entry.id).reactions
        .filter(({ people }) => people.some(({ person }) => reader.includes(person)))
        .map(({ emoji }) => emoji).sort();
      return own.length > 0 ? [[entry.id, own] as const] : [];
    });
    return { ...page, mine: new Map(mine) };
  }

  #entries(conversation: string): StoredEntry[] {
    const log = this.#logs.get(conversation);
    if (log === undefined) return [];
    return log.entries.map((_, index) => show(log, index + 1)).slice(log.first - 1);
  }

  #change(log: Log, entry: NewChange): Outcome {
    const { change, rights, person, at } = entry;
    const { about } = change;
    const message = find(log, about);
    const { keepMessages, isEager } = this.#options;
    const isLeaving = isEager && log.first === about &&
      log.entries.length - about + 1 >= keepMessages;
    if (message === undefined || isLeaving) return { code: "not_found" };
    const { text, deleted, reactions, rev = about } = fold(log, about);
    if (deleted) return { code: "not_found" };
    if (change.type === "edit" || change.type === "delete" && !rights.any) {
      if (!rights.identities.includes(message.person)) return { code: "forbidden" };
      if (message.at < rights.since) return { code: "forbidden", isLate: true };
    }
    const repeats = (id: number): Outcome => ({ id, at: log.entries[id - 1]!.at, repeated: true });
    if (change.type === "edit" && change.text === text) return repeats(rev);
    if (change.type === "react") {
      const known = reactions.find(({ emoji }) => emoji === change.emoji);
      const identities = [person, ...rights.identities];
      const own = known?.people.find(({ person }) => identities.includes(person));
      if (change.remove ? own === undefined : own !== undefined) return repeats(own?.id ?? rev);
      if (known === undefined && reactions.length >= 20) return { code: "too_many" };
    }
    const target = { from: message.from, at: message.at };
    return { id: log.entries.length + 1, at, repeated: false, target };
  }
}

function say(log: Log, { at, reply }: NewMessage): Outcome {
  const id = log.entries.length + 1;
  if (reply === undefined) return { id, at, repeated: false };
  const answered = log.entries[reply - 1];
  if (answered === undefined || reply >= log.first && "change" in answered) {
    return { code: "not_found" };
  }
  return { id, at, repeated: false, quote: quote(log, reply) };
}

/** Finds a message that is stored. */
function find(log: Log, id: number): NewMessage | undefined {
  const entry = log.entries[id - 1];
  return entry === undefined || "change" in entry || id < log.first ? undefined : entry;
}

function quote(log: Log, id: number): Quote {
  const message = find(log, id);
  const { text, deleted } = message ? fold(log, id) : { text: "", deleted: undefined };
  if (message === undefined || deleted) return { id };
  return { id, from: message.from, text: [...text].slice(0, 200).join("") };
}

/** Folds all changes of a message into it. */
function fold(log: Log, about: number): Folded {
  const changes = log.entries.flatMap((entry, index) =>
    "change" in entry && entry.change.about === about ? [{ ...entry, id: index + 1 }] : []
  );
  let folded: Folded = { text: (log.entries[about - 1] as NewMessage).text, reactions: [] };
  for (const { id, at, from, person, rights, change } of changes) {
    if (change.type === "edit") folded = { ...folded, text: change.text, edited: at };
    else if (change.type === "delete") {
      const why = change.reason === undefined ? {} : { reason: change.reason };
      folded = { text: "", reactions: [], deleted: { by: from, at, ...why } };
    } else if (!change.remove) {
      const known = folded.reactions.find(({ emoji }) => emoji === change.emoji);
      if (known) known.people.push({ person, name: from, id });
      else folded.reactions.push({ emoji: change.emoji, people: [{ person, name: from, id }] });
    } else {
      const known = folded.reactions.find(({ emoji }) => emoji === change.emoji)!;
      const identities = [person, ...rights.identities];
      known.people = known.people.filter(({ person }) => !identities.includes(person));
      if (known.people.length === 0) folded.reactions.splice(folded.reactions.indexOf(known), 1);
    }
    folded = { ...folded, rev: id };
  }
  return folded;
}

/** Returns an entry as it is read. */
function show(log: Log, id: number): StoredEntry {
  const entry = log.entries[id - 1]!;
  const { from, to, at } = entry;
  if (!("change" in entry)) {
    const { reply, action } = entry;
    const { reactions, ...folded } = fold(log, id);
    if (folded.deleted) return { id, from, to, at, ...folded };
    const shown = reactions.map(({ emoji, people }): Reaction => (
      { emoji, count: people.length, names: people.slice(0, 20).map(({ name }) => name) }
    ));
    return {
      ...{ id, from, to, at },
      ...folded,
      ...(reply !== undefined && { reply: quote(log, reply) }),
      ...(action && { action }),
      ...(shown.length > 0 && { reactions: shown }),
    };
  }
  const { change } = entry;
  const about = log.entries[change.about - 1]!;
  const fields = {
    id,
    about: change.about,
    from,
    to,
    at,
    target: { from: about.from, at: about.at },
  };
  switch (change.type) {
    case "edit": {
      const isThere = find(log, change.about) && !fold(log, change.about).deleted;
      return { ...fields, type: "edited", ...(isThere && { text: change.text }) };
    }
    case "delete":
      return {
        ...fields,
        type: "deleted",
        ...(change.reason !== undefined && { reason: change.reason }),
      };
    case "react":
      return {
        ...fields,
        type: "reacted",
        emoji: change.emoji,
        ...(change.remove && { removed: true }),
      };
  }
}
