import type { Catalogue } from "../../../locale/texts/catalogue.ts";
import type {
  ConversationEntry,
  MessageEntry,
  Pending,
} from "../../conversation/conversation_entry.ts";
import { DateSeparator } from "../date_separator.ts";
import { renderEntry } from "../render_entry.ts";
import { bold, dim, inverse, red, unstyled } from "../style.ts";
import { type Span, wrap } from "../wrap.ts";
import { fit, pad } from "./fit.ts";
import { hanging } from "./hanging.ts";
import { explainError } from "../../conversation/explain_error.ts";

/** Indent of the rows of an entry after its first, in columns: beyond the time of day. */
const INDENT = 6;

/** Column before the log, which marks the selected message. */
const MARK_WIDTH = 1;
const SELECTED = ">";

/** What the log of one conversation consists of. */
export interface LogContent {
  /** The room, or the other user. */
  readonly name: string;
  readonly entries: readonly ConversationEntry[];
  readonly pending: readonly Pending[];
  /** The last id read before the unread messages came; `undefined` for no mark. */
  readonly marker: number | undefined;
}

/** How a log is drawn. */
export interface LogOptions {
  readonly columns: number;
  readonly texts: Catalogue;
  /** The user's name. */
  readonly self: string;
  /** Key of the selected message. */
  readonly selected: string | undefined;
  /** Rows of entries drawn before. Must be another one for another width, language or name. */
  readonly cache: WeakMap<object, readonly string[]>;
  /** Current time, in Unix milliseconds. */
  readonly now: number;
}

/** The log of a conversation as rows. An entry is wrapped when its rows are asked for, so only what is seen is wrapped. */
export class LogRows {
  readonly #content: LogContent;
  readonly #options: LogOptions;
  /** Index of the first unread message. */
  readonly #newAt: number;

  constructor(content: LogContent, options: LogOptions) {
    this.#content = content;
    this.#options = options;
    this.#newAt = firstUnread(content);
  }

  /** Number of entries. */
  get length(): number {
    const { entries, pending } = this.#content;
    return entries.length + pending.length;
  }

  /** Returns what identifies an entry, also after a change of others. */
  keyAt(index: number): string {
    const { entries, pending } = this.#content;
    return entries[index]?.key ?? `pending ${pending[index - entries.length]!.ref}`;
  }

  /** Returns the index of the entry with a key; `undefined` if it is not here. */
  indexOf(key: string): number | undefined {
    for (let index = this.length - 1; index >= 0; index--) {
      if (this.keyAt(index) === key) return index;
    }
    return undefined;
  }

  /** Returns the rows of an entry, with the day or the mark of new messages before it, all of the same width. */
  rowsAt(index: number): readonly string[] {
    const { entries, pending } = this.#content;
    const { columns, texts } = this.#options;
    const entry = entries[index];
    if (!entry) return this.#pendingRows(pending[index - entries.length]!);
    const before = entries[index - 1];
    const separators: string[] = [];
    if (before === undefined || new DateSeparator(before.at).isNewDay(entry.at)) {
      separators.push(dim(separator(texts.client.day(entry.at), columns)));
    }
    if (index === this.#newAt) separators.push(bold(separator(texts.full.unread, columns)));
    return [...separators, ...this.#entryRows(entry)];
  }

  #entryRows(entry: ConversationEntry): readonly string[] {
    const { cache, columns, selected } = this.#options;
    const known = cache.get(entry);
    const rows = known ?? this.#wrap(this.#render(entry));
    if (!known) cache.set(entry, rows);
    if (entry.key !== selected) return rows;
    // Styles within would end that of the selection.
    return rows.map((row) => inverse(fit(SELECTED + unstyled(row).slice(MARK_WIDTH), columns)));
  }

  #pendingRows(pending: Pending): readonly string[] {
    const { cache, now, self, texts } = this.#options;
    const known = cache.get(pending);
    if (known) return known;
    const { text, problem, reply, action } = pending;
    const said = { id: 0, from: self, text, at: now, ...(reply && { reply }) };
    const message = { ...said, room: this.#content.name, ...(action && { action }) };
    const after = problem === undefined
      ? { text: " …", style: dim }
      : { text: ` ✗ ${explainError(problem, texts)}`, style: red };
    const rows = this.#wrap([...this.#renderSaid(message), after]);
    cache.set(pending, rows);
    return rows;
  }

  #render(entry: ConversationEntry): readonly Span[] {
    if (entry.kind === "said") return this.#renderSaid({ ...entry, room: this.#content.name });
    const { texts, self } = this.#options;
    const type = entry.isProblem ? "error" : "system";
    return hanging(renderEntry({ type, text: entry.text }, { texts, self, now: entry.at }));
  }

  #renderSaid(
    message: Omit<MessageEntry, "kind" | "key" | "epoch" | "isOwn" | "isMention" | "mine"> & {
      readonly room: string;
    },
  ): readonly Span[] {
    const { texts, self, now } = this.#options;
    return renderEntry({ type: "said", message }, { texts, self, now, hidesPlace: true });
  }

  #wrap(spans: readonly Span[]): readonly string[] {
    const columns = Math.max(1, this.#options.columns - MARK_WIDTH);
    const indent = columns > 4 * INDENT ? INDENT : 0;
    const rows = wrap(spans, { columns, indent });
    return rows.map((row) => pad(`${" ".repeat(MARK_WIDTH)}${row}`, this.#options.columns));
  }
}

/** Returns the index of the first unread message of another user; -1 if there is none. */
function firstUnread({ entries, marker }: LogContent): number {
  if (marker === undefined) return -1;
  return entries.findIndex((entry) => entry.kind === "said" && entry.id > marker && !entry.isOwn);
}

function separator(text: string, columns: number): string {
  return fit(` ── ${text} ──`, columns);
}
