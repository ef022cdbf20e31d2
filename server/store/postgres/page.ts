import { readPage } from "../read_page.ts";
import type { EntryPage, EntryRange } from "../store.ts";
import type { PostgresClient, PostgresSql } from "./client.ts";
import { ENTRY_COLUMNS, type EntryRow, JOIN_STATE, toEntry } from "./entries.ts";

/** Row of a page: an entry, or nothing but the bounds of the conversation. */
type PageRow =
  & { readonly first: number | null; readonly last: number }
  & (PageEntry | { id: null });

/** An entry of a page. */
interface PageEntry extends EntryRow {
  /** Whether it is in the part of the page that is read from an `id` on. */
  readonly isForward: boolean;
  /** Number of entries in that part, those beyond the limit of bytes included. */
  readonly available: number;
  /** Emoji that the reader put on it. */
  readonly mine: readonly string[] | null;
}

/** By how much more rows are read where changes among them leave too few messages. */
const GROWTH = 4;

/** Reads a page of a conversation from one snapshot. */
export async function readPostgresPage(
  client: PostgresClient,
  conversation: string,
  range: EntryRange,
): Promise<EntryPage> {
  for (let most = range.limit + 1;; most *= GROWTH) {
    const rows = await readRows(client, conversation, range, most);
    const page = toPage(rows, range, most);
    // V8 collects the library's queries late, and each leads to its result.
    rows.length = 0;
    if (page !== undefined) return page;
  }
}

function readRows(
  client: PostgresClient,
  conversation: string,
  range: EntryRange,
  most: number,
): Promise<PageRow[]> {
  return client.run((sql) => query(sql, conversation, range, most));
}

/** Returns the page that rows contain, or `undefined` if more have to be read. */
function toPage(
  rows: readonly PageRow[],
  range: EntryRange,
  most: number,
): EntryPage | undefined {
  const entries = rows.filter((row): row is typeof row & PageEntry => row.id !== null);
  const { first, last } = rows[0] ?? { first: null, last: 0 };
  /** Last entries of parts after which there may be more. */
  const ends: number[] = [];
  // A generator function of its own would be collected late, with the rows that it leads to.
  const page = readPage({ first: first ?? 0, last }, range, (span) => {
    const part = entries.filter(({ isForward }) => isForward === span.isForward)
      .sort((one, other) => span.isForward ? one.id - other.id : other.id - one.id);
    if (part.length === most) ends.push(part.at(-1)!.id);
    return part.map(toEntry);
  });
  if (page.entries.some(({ id }) => ends.includes(id))) return undefined;
  if (range.reader === undefined) return page;
  const own = new Map(entries.map(({ id, mine }) => [id, mine]));
  const mine = page.entries.flatMap(({ id }) => {
    const emoji = own.get(id);
    return emoji ? [[id, emoji] as const] : [];
  });
  return { ...page, mine: new Map(mine) };
}

/** The length of a text is known without reading it, so texts beyond the byte limit are neither read nor sent. */
function query(
  sql: PostgresSql,
  conversation: string,
  { before, after, around, bytes = Number.MAX_SAFE_INTEGER, reader }: EntryRange,
  most: number,
) {
  const mine = reader === undefined ? sql`NULL` : sql`
    CASE WHEN reactions IS NOT NULL THEN (
      SELECT jsonb_agg(DISTINCT emoji) FROM chat.reaction
      WHERE reaction.conversation = entry.conversation AND about = entry.id
        AND person IN (SELECT json_array_elements_text(${JSON.stringify(reader)}::text::json))
    ) END
  `;
  const part = (isForward: boolean, condition: ReturnType<typeof sql>) => {
    const direction = isForward ? sql`` : sql`DESC`;
    return sql`
      SELECT ${isForward}::boolean AS "isForward", ${
      sql.unsafe(ENTRY_COLUMNS)
    }, available, ${mine} AS mine FROM (
        SELECT *, count(*) OVER () AS available,
          sum(octet_length(text)) OVER (ORDER BY id ${direction}) - octet_length(text) AS bytes
        FROM (
          SELECT * FROM chat.message WHERE conversation = number AND ${condition}
          ORDER BY id ${direction} LIMIT ${most}::bigint
        ) wanted
      ) entry ${sql.unsafe(JOIN_STATE)} WHERE bytes <= ${bytes}::bigint
    `;
  };
  const middle = sql`least(greatest(${around ?? 0}::bigint, first.id), last_id)`;
  const parts = around === undefined
    ? part(
      after !== undefined,
      sql`id > ${after ?? 0}::bigint AND id < ${before ?? Number.MAX_SAFE_INTEGER}::bigint`,
    )
    : sql`${part(false, sql`id < ${middle}`)} UNION ALL ${part(true, sql`id >= ${middle}`)}`;
  // Without entries to read, the single row contains only the bounds.
  return sql<PageRow[]>`
    SELECT first.id AS first, last_id AS last, page.* FROM chat.conversation
    LEFT JOIN LATERAL (
      SELECT id FROM chat.message WHERE conversation = number ORDER BY id LIMIT 1
    ) first ON true
    LEFT JOIN LATERAL (${parts}) page ON true
    WHERE key = ${conversation}::text
  `;
}
