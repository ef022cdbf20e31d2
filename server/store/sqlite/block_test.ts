import { assertEquals } from "@std/assert";
import type { NewMessage } from "../entry.ts";
import { decodeBlock, encodeBlock, firstRecipient, MAX_BLOCK, toBlocks } from "./block.ts";
import { connectSqlite } from "./connection.ts";
import { toRuns } from "./run.ts";
import { SqliteWriter } from "./writer.ts";

function messages(count: number, conversation = "#geral", text = "oi"): NewMessage[] {
  const message = { conversation, to: conversation, from: "Ana", person: "ana", text, at: 1 };
  return Array.from({ length: count }, () => message);
}

Deno.test("decodeBlock returns what encodeBlock got, with ids", () => {
  const said = ["oi", '"[,]"\n', "\0 \u{10fffe} 🙂"].map((text, at) => (
    { from: "Ana", to: "#geral", text, at }
  ));
  const messages = encodeBlock(said);
  assertEquals(
    decodeBlock({ id: 7, messages }),
    said.map((message, place) => ({ ...message, id: 7 + place })),
  );
});

Deno.test("toBlocks bounds the messages and the text of a row", () => {
  const lengths = (said: NewMessage[]) => toBlocks(said).map(({ length }) => length);
  assertEquals(lengths([]), []);
  assertEquals(lengths(messages(MAX_BLOCK)), [MAX_BLOCK]);
  assertEquals(lengths(messages(MAX_BLOCK + 1)), [MAX_BLOCK, 1]);
  assertEquals(lengths(messages(5, "#geral", "x".repeat(32 * 1024))), [2, 2, 1]);
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
    const messages = encodeBlock([{ from: 'A"\\', to, text: "x".repeat(100), at: 1 }]);
    assertEquals(firstRecipient(messages.slice(0, 60)), to);
  }
  assertEquals(firstRecipient('[["Ana","#ge'), undefined);
});
