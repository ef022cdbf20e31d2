import { MAX_REACTION_NAMES, MAX_REACTIONS } from "../../protocol/limits.ts";
import {
  integer,
  list,
  object,
  oneOf,
  optional,
  type Read,
  ShapeError,
  text,
  time,
} from "../../protocol/messages/shape.ts";
import { nameKey } from "../../protocol/text/names.ts";
import { isMessage, type StoredChange, type StoredMessage } from "../store/entry.ts";
import type { ArchivedEntry } from "../store/archive.ts";
import { directKey, isDirectKey, parties } from "../store/store.ts";

/** Maximum UTF-16 code units of a line. The largest frame that a server takes is smaller. */
const MAX_LINE = 16 * 1024 * 1024;

/** Maximum UTF-16 code units of a name, an identity or an emoji. */
const MAX_SHORT = 512;

/** What is wrong with a line: it is no JSON object, or a field is missing or has a wrong value. */
export class LineError extends Error {
  override name = "LineError";
  /** The field; `undefined` if the line is no JSON object. */
  readonly field: string | undefined;

  constructor(field?: string) {
    super(field === undefined ? "not a JSON object" : `wrong field ${field}`);
    this.field = field;
  }
}

/**
 * Converts an entry to an object for a line of `chat export`. Without `hasChanges`, a change is only named: what it did is
 * part of its message.
 */
export function toLine(
  { conversation, person, entry }: ArchivedEntry,
  hasChanges: boolean,
): object {
  const { id, from, to, at } = entry;
  const isDirect = isDirectKey(conversation);
  const author = hasChanges && person !== undefined ? { person } : {};
  const between = hasChanges && isDirect ? { between: parties(conversation) } : {};
  const [head, receiver] = isDirect ? [{ id }, { from, to }] : [{ id, room: to }, { from }];
  if (isMessage(entry)) {
    const { id: _, from: __, to: ___, text, at: ____, ...state } = entry;
    return { ...head, ...receiver, text, at, ...state, ...author, ...between };
  }
  const { type, about, text, reason, emoji, removed, target } = entry;
  const what = hasChanges ? { text, reason, emoji, removed, target } : {};
  return { ...head, type, about, ...receiver, at, ...what, ...author, ...between };
}

const short = text(MAX_SHORT, 1);
const long = text(MAX_LINE);
const id = integer(1);
const isTrue = oneOf(true as const);

/** Readers of the fields of a line. */
const FIELDS = {
  id,
  room: optional(short),
  to: optional(short),
  between: optional(list(short, 2)),
  person: optional(short),
  from: short,
  at: time,
  type: optional(oneOf("edited", "deleted", "reacted")),
  text: optional(long),
  about: optional(id),
  reason: optional(long),
  emoji: optional(short),
  removed: optional(isTrue),
  target: optional(object<{ from: string; at: number }>({ from: short, at: time })),
  reply: optional(object<{ id: number }>({ id })),
  action: optional(isTrue),
  edited: optional(time),
  deleted: optional(
    object<{ by: string; at: number; reason?: string }>({
      by: short,
      at: time,
      reason: optional(long) as Read<string>,
    }),
  ),
  reactions: optional(list(
    object<{ emoji: string; count: number; names: readonly string[] }>({
      emoji: short,
      count: id,
      names: list(short, MAX_REACTION_NAMES),
    }),
    MAX_REACTIONS,
  )),
  rev: optional(id),
};

type Fields = { [K in keyof typeof FIELDS]: ReturnType<typeof FIELDS[K]> };

/**
 * Reads a line of `chat export`.
 *
 * @throws {LineError} If it is none.
 */
export function readLine(line: string | undefined): ArchivedEntry {
  const fields = readFields(line);
  const { room, to, between, person, type, about, text } = fields;
  const author = person === undefined ? {} : { person };
  const name = room ?? to;
  if (name === undefined) throw new LineError("room");
  const conversation = room === undefined ? directKeyOf(between) : nameKey(room);
  const base = { id: fields.id, from: fields.from, to: name, at: fields.at };
  if (type !== undefined) {
    const { reason, emoji, removed, target } = fields;
    if (about === undefined || about >= fields.id) throw new LineError("about");
    if (person === undefined && (text ?? emoji) !== undefined) throw new LineError("person");
    const change = { ...base, type, about, ...present({ text, reason, emoji, removed, target }) };
    return { conversation, ...author, entry: change as StoredChange };
  }
  if (text === undefined) throw new LineError("text");
  const { reply, action, edited, deleted, reactions, rev } = fields;
  if (rev === undefined && (edited ?? deleted ?? reactions) !== undefined) {
    throw new LineError("rev");
  }
  if (rev !== undefined && rev <= fields.id) throw new LineError("rev");
  const state = present({ reply, action, edited, deleted, reactions, rev });
  return { conversation, ...author, entry: { ...base, text, ...state } as StoredMessage };
}

function readFields(line: string | undefined): Fields {
  let given: unknown;
  try {
    given = line !== undefined && line.length <= MAX_LINE && JSON.parse(line);
  } catch {
    throw new LineError();
  }
  if (typeof given !== "object" || given === null || Array.isArray(given)) throw new LineError();
  const fields: Record<string, unknown> = {};
  for (const [name, read] of Object.entries<Read<unknown>>(FIELDS)) {
    try {
      fields[name] = read(Object.hasOwn(given, name) ? (given as never)[name] : undefined);
    } catch (error) {
      if (!(error instanceof ShapeError)) throw error;
      throw new LineError(name);
    }
  }
  return fields as Fields;
}

/** Returns the key of a private conversation. Lines without identities do not tell whose it is. */
function directKeyOf(between: readonly string[] | undefined): string {
  const [one, other = one] = between ?? [];
  if (one === undefined || other === undefined) throw new LineError("between");
  return directKey(one, other);
}

/** Returns the fields that have a value. */
function present<T extends object>(fields: T): Partial<T> {
  return Object.fromEntries(
    Object.entries(fields).filter(([, value]) => value !== undefined),
  ) as Partial<T>;
}
