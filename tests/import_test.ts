import { assertEquals, assertMatch } from "@std/assert";
import type { RequestedChange } from "../protocol/messages/requested_change.ts";
import type { NewEntry } from "../server/store/entry.ts";
import { openStore } from "../server/store/open_store.ts";
import { testWith } from "./support/needs.ts";
import { PostgresServer } from "./support/postgres.ts";
import { type ProgramResult, run } from "./support/program.ts";

const FIELDS = { conversation: "#geral", to: "#Geral", from: "Ana", person: "ana", at: 10 };
const PRIVATE = { conversation: "@ana\nbia", to: "Bia", from: "Ana", person: "ana", at: 11 };

function change(change: RequestedChange, from = "Ana", at = 20): NewEntry {
  const person = from.toLowerCase();
  return { ...FIELDS, from, person, at, change, rights: { identities: [person], since: 0 } };
}

/** Fills a database: edits, deletions, reactions, replies, and messages that have expired. */
async function fill(db: string): Promise<void> {
  await using store = await openStore(db, { keepMessages: 9 });
  await store.append([
    { ...FIELDS, text: "expira" },
    { ...FIELDS, text: "expira também" },
    change({ type: "edit", about: 2, text: "já não está" }),
    { ...FIELDS, text: "um" },
    { ...FIELDS, text: "acena", action: true, reply: 4 },
    { ...FIELDS, from: "Bia", person: "bia", text: "\u001b[31m \0 🙂" },
    change({ type: "edit", about: 4, text: "primeiro" }),
    change({ type: "react", about: 6, emoji: "👍" }),
    change({ type: "react", about: 6, emoji: "👍" }, "Bia"),
    change({ type: "react", about: 6, emoji: "👍", remove: true }),
    change({ type: "delete", about: 5, reason: "engano" }, "Ana", 30),
    { ...PRIVATE, text: "só entre nós" },
  ]);
  await store.prune();
}

async function exported(...args: string[]): Promise<string> {
  const { code, stdout, stderr } = await run(["export", ...args]);
  assertEquals([code, stderr], [0, ""]);
  return stdout;
}

function imported(db: string, lines: string): Promise<ProgramResult> {
  return run(["import", "--db", db], { input: lines });
}

function parse(lines: string): Record<string, unknown>[] {
  return lines.trimEnd().split("\n").map((line) => JSON.parse(line));
}

testWith("postgres", "chat import stores what chat export wrote, with the same ids", async () => {
  await using server = await PostgresServer.start();
  const directory = await Deno.makeTempDir();
  const first = `${directory}/first.db`;
  await fill(first);
  const current = await exported("--db", first);
  const target = { from: "Ana", at: 10 };
  assertEquals(parse(current), [
    { id: 3, room: "#Geral", type: "edited", about: 2, from: "Ana", at: 20 },
    { id: 4, room: "#Geral", from: "Ana", text: "primeiro", at: 10, edited: 20, rev: 7 },
    {
      ...{ id: 5, room: "#Geral", from: "Ana", text: "", at: 10 },
      ...{ deleted: { by: "Ana", at: 30, reason: "engano" }, rev: 11 },
    },
    {
      ...{ id: 6, room: "#Geral", from: "Bia", text: "\u001b[31m \0 🙂", at: 10 },
      ...{ reactions: [{ emoji: "👍", count: 1, names: ["Bia"] }], rev: 10 },
    },
    { id: 7, room: "#Geral", type: "edited", about: 4, from: "Ana", at: 20 },
    { id: 8, room: "#Geral", type: "reacted", about: 6, from: "Ana", at: 20 },
    { id: 9, room: "#Geral", type: "reacted", about: 6, from: "Bia", at: 20 },
    { id: 10, room: "#Geral", type: "reacted", about: 6, from: "Ana", at: 20 },
    { id: 11, room: "#Geral", type: "deleted", about: 5, from: "Ana", at: 30 },
  ]);
  const changes = await exported("--db", first, "--private", "--changes");
  const [, message, deleted, , edit, , , removal, deletion, direct] = parse(changes);
  assertEquals(message, {
    ...{ id: 4, room: "#Geral", from: "Ana", text: "um", at: 10, person: "ana" },
  });
  assertEquals(deleted, {
    ...{ id: 5, room: "#Geral", from: "Ana", text: "", at: 10, reply: { id: 4 }, action: true },
    person: "ana",
  });
  const fields = { room: "#Geral", from: "Ana", person: "ana" };
  assertEquals(edit, {
    ...{ id: 7, type: "edited", about: 4, ...fields, at: 20, text: "primeiro", target },
  });
  assertEquals(removal, {
    ...{ id: 10, type: "reacted", about: 6, ...fields, at: 20, emoji: "👍", removed: true },
    target: { from: "Bia", at: 10 },
  });
  assertEquals(deletion, {
    ...{ id: 11, type: "deleted", about: 5, ...fields, at: 30, reason: "engano", target },
  });
  assertEquals(direct, {
    ...{ id: 1, from: "Ana", to: "Bia", text: "só entre nós", at: 11, person: "ana" },
    between: ["ana", "bia"],
  });
  for (const db of [`${directory}/second.db`, await server.database()]) {
    const { code, stdout, stderr } = await imported(db, changes);
    assertEquals([code, stdout, stderr], [0, "Importação: 10 registros de 2 conversas\n", ""]);
    assertEquals(await exported("--db", db), current);
    assertEquals(await exported("--db", db, "--private", "--changes"), changes);
    await using store = await openStore(db);
    // What a user may do goes on.
    const outcomes = await store.append([
      change({ type: "edit", about: 4, text: "de novo" }),
      change({ type: "edit", about: 4, text: "não" }, "Bia"),
      change({ type: "react", about: 6, emoji: "👍" }, "Bia"),
      { ...PRIVATE, text: "e mais" },
    ]);
    assertEquals(outcomes.map((outcome) => "code" in outcome ? outcome.code : outcome.id), [
      ...[12, "forbidden", 9, 2],
    ]);
    const { code: again, stderr: refusal } = await imported(db, changes);
    assertEquals(again, 1);
    assertMatch(
      refusal,
      /^chat: Não foi possível abrir o banco de dados [^\n]+: já há mensagens nele\n$/,
    );
  }
  for (const db of [`${directory}/third.db`, await server.database()]) {
    assertEquals((await imported(db, `\n${current}\n`)).code, 0);
    assertEquals(await exported("--db", db), current);
    await using store = await openStore(db);
    const { messages } = await store.search({
      ...{ terms: "primeiro", conversations: ["#geral"], limit: 10 },
    });
    assertEquals(messages.map(({ id }) => id), [4]);
    const nobody = await store.append([change({ type: "edit", about: 4, text: "x" })]);
    assertEquals(nobody, [{ code: "forbidden" }]);
  }
  await Deno.remove(directory, { recursive: true });
});

Deno.test("chat import imports nothing if a line is wrong, and names it", async () => {
  const directory = await Deno.makeTempDir();
  const db = `${directory}/chat.db`;
  const line = (other: object) =>
    JSON.stringify({ id: 1, room: "#geral", from: "Ana", text: "oi", at: 1, ...other });
  const wrong = (line: number, field: string) =>
    `Linha ${line}: o campo "${field}" falta ou está errado`;
  const cases: [string, string][] = [
    ["oi", "A linha 1 não é um objeto JSON"],
    ["[1]", "A linha 1 não é um objeto JSON"],
    [`${line({})}\n\n{"id":2`, "A linha 3 não é um objeto JSON"],
    [line({ id: 0 }), wrong(1, "id")],
    [line({ id: "1" }), wrong(1, "id")],
    [line({ room: undefined }), wrong(1, "room")],
    [line({ from: "" }), wrong(1, "from")],
    [line({ at: -1 }), wrong(1, "at")],
    [`${line({})}\n${line({ id: 2, text: undefined })}`, wrong(2, "text")],
    [line({ text: 1 }), wrong(1, "text")],
    [line({ reply: 1 }), wrong(1, "reply")],
    [line({ edited: 1 }), wrong(1, "rev")],
    [line({ edited: 1, rev: 1 }), wrong(1, "rev")],
    [line({ reactions: [{ emoji: "x", count: 0, names: [] }], rev: 2 }), wrong(1, "reactions")],
    [line({ type: "moved", about: 1 }), wrong(1, "type")],
    [line({ id: 2, type: "edited", about: 2 }), wrong(1, "about")],
    [line({ id: 2, type: "edited", about: 1 }), wrong(1, "person")],
    [line({ room: undefined, to: "Bia" }), 'Linha 1: uma mensagem privada precisa de "between"'],
    [`${line({})}\n${line({ id: 3 })}`, "Linha 2: id 3 em vez de 2"],
    [`${line({})}\n${line({ room: "#outra", id: 7 })}\n${line({})}`, "Linha 3: id 1 em vez de 2"],
  ];
  for (const [lines, problem] of cases) {
    const { code, stdout, stderr } = await imported(db, lines);
    assertEquals([code, stdout], [1, ""], lines);
    assertEquals(stderr.slice(0, `chat: ${problem}`.length), `chat: ${problem}`);
  }
  assertEquals(await run(["export", "--db", db]), { code: 0, stdout: "", stderr: "" });
  assertEquals((await imported(db, line({}))).code, 0);
  assertEquals(parse(await exported("--db", db)), [JSON.parse(line({}))]);
  for (const args of [["--db", ":memory:"], ["x"]]) {
    assertEquals((await run(["import", ...args])).code, 2);
  }
  await Deno.remove(directory, { recursive: true });
});
