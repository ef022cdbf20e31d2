import { assertEquals } from "@std/assert";
import type { NewMessage } from "../entry.ts";
import { toStoredText } from "../stored_text.ts";
import {
  type BlockEntry,
  decodeBlock,
  encodeBlock,
  firstRecipient,
  MAX_BLOCK,
  textOf,
  toBlocks,
  withoutTexts,
} from "./block.ts";
import { connectSqlite } from "./connection.ts";
import { toRuns } from "./run.ts";
import { SqliteWriter } from "./writer.ts";

function messages(count: number, conversation = "#geral", text = "oi"): NewMessage[] {
  const message = { conversation, to: conversation, from: "Ana", person: "ana", text, at: 1 };
  return Array.from({ length: count }, () => message);
}

/** Messages as rows have them. */
function entries(...texts: string[]): BlockEntry[] {
  return texts.map((text, at) => ["Ana", "#geral", toStoredText(text), at, 1]);
}

Deno.test("decodeBlock returns what encodeBlock got", () => {
  const texts = ["oi", '"[,]"\n', "\0 \u{10fffe} 🙂"];
  const block = entries(...texts);
  assertEquals(decodeBlock(encodeBlock(block)), block);
  assertEquals(block.map(textOf), texts);
});

Deno.test("toBlocks bounds the entries and the text of a row", () => {
  const lengths = (...texts: string[]) => toBlocks(entries(...texts)).map(({ length }) => length);
  assertEquals(lengths(), []);
  assertEquals(lengths(...Array(MAX_BLOCK).fill("oi")), [MAX_BLOCK]);
  assertEquals(lengths(...Array(MAX_BLOCK + 1).fill("oi")), [MAX_BLOCK, 1]);
  assertEquals(lengths(...Array(5).fill("x".repeat(32 * 1024))), [2, 2, 1]);
});

Deno.test("withoutTexts leaves a row as long as it was", () => {
  const block = encodeBlock(entries("oi", '"\\\n\0é🙂', "fim", ""));
  const blank = withoutTexts(block, [1, 3]);
  assertEquals(decodeBlock(blank).map(([, , text]) => text.trim()), ["oi", "", "fim", ""]);
  assertEquals(new TextEncoder().encode(blank).length, new TextEncoder().encode(block).length);
});

Deno.test("SqliteWriter writes one row per conversation and transaction", async () => {
  const directory = await Deno.makeTempDir();
  {
    using database = connectSqlite(`${directory}/chat.db`, { busyTimeout: 1_000 });
    const writer = new SqliteWriter(database);
    writer.append(toRuns([...messages(100), ...messages(2, "#jogos"), ...messages(100)]));
    writer.append(toRuns(messages(1)));
    const rows = database.prepare(
      `SELECT key, id, count FROM block JOIN conversation ON number = conversation ORDER BY seq`,
    ).all();
    assertEquals(rows.map(({ key, id, count }) => [key, id, count]), [
      ["#geral", 1, 200],
      ["#jogos", 1, 2],
      ["#geral", 201, 1],
    ]);
  }
  await Deno.remove(directory, { recursive: true });
});

Deno.test("firstRecipient finds the name at the beginning of any row", () => {
  for (const to of ["#geral", '#"\\,"', "#\u{1f642}"]) {
    const messages = encodeBlock([['A"\\', to, "x".repeat(100), 1]]);
    assertEquals(firstRecipient(messages.slice(0, 60)), to);
  }
  assertEquals(firstRecipient('[["Ana","#ge'), undefined);
});
