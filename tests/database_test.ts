import { assertEquals, assertMatch } from "@std/assert";
import { DatabaseSync } from "node:sqlite";
import { Peer } from "./support/peer.ts";
import { command, run } from "./support/program.ts";
import { startServer } from "./support/server.ts";

Deno.test("acknowledged messages survive kill -9 and are not stored twice", async () => {
  const directory = await Deno.makeTempDir();
  const args = ["--db", `${directory}/chat.db`];
  const say = { type: "say", room: "#geral", text: "guarda isto", nonce: "n", ref: 1 };
  const token = crypto.randomUUID();
  {
    const server = await startServer({ args });
    await using alice = await Peer.json(server, "Alice", { token });
    await alice.send(say);
    assertEquals((await alice.skipTo("ack")).id, 1);
    await server.stop("SIGKILL");
  }
  await using server = await startServer({ args });
  await using alice = await Peer.connect(server);
  await alice.send({ type: "hello", name: "Alice", version: 1, token, resume: { "#geral": 0 } });
  const history = await alice.skipTo("history");
  assertEquals(history.messages.map(({ id, text }) => [id, text]), [[1, "guarda isto"]]);
  await alice.send(say, { ...say, text: "e isto", nonce: "m", ref: 2 });
  assertEquals((await alice.skipTo("ack")).id, 1);
  assertEquals((await alice.skipTo("ack")).id, 2);
  await alice[Symbol.asyncDispose]();
  assertEquals(await server.stop(), 0);
  await Deno.remove(directory, { recursive: true });
});

Deno.test("messages are kept in ./chat.db, which only its owner can read", async () => {
  const cwd = await Deno.makeTempDir();
  {
    await using server = await startServer({ cwd });
    await using alice = await Peer.json(server, "Alice");
    await alice.send({ type: "say", room: "#geral", text: "só entre nós", ref: 1 });
    await alice.skipTo("ack");
    const files = await Array.fromAsync(Deno.readDir(cwd));
    const modes = files.map(({ name }) => [name, Deno.statSync(`${cwd}/${name}`).mode! & 0o777]);
    assertEquals(Object.fromEntries(modes), {
      ...{ "chat.db": 0o600, "chat.db-shm": 0o600, "chat.db-wal": 0o600 },
      ...{ "chat.db-server": 0o600, "chat.db-mark": 0o600 },
    });
    await alice[Symbol.asyncDispose]();
    assertEquals(await server.stop(), 0);
  }
  const left = await Array.fromAsync(Deno.readDir(cwd));
  assertEquals(left.map(({ name }) => name), ["chat.db"]);
  await Deno.remove(cwd, { recursive: true });
});

Deno.test("a second server on the same file fails in one line", async () => {
  const directory = await Deno.makeTempDir();
  const db = `${directory}/chat.db`;
  const link = `${directory}/outro.db`;
  {
    await using server = await startServer({ args: ["--db", db] });
    await Deno.symlink(db, link);
    for (const path of [db, link]) {
      const { code, stdout, stderr } = await run(["serve", "--port", "0", "--db", path]);
      assertEquals([code, stdout], [1, ""]);
      assertMatch(stderr, new RegExp(`^chat: [^\\n]+ ${path}: [^\\n]+\\n$`));
    }
    await using ana = await Peer.json(server, "Ana");
    await ana.send({ type: "say", room: "#geral", text: "oi", ref: 1 });
    assertEquals((await ana.skipTo("ack")).id, 1);
    assertEquals((await run(["export", "--db", db])).code, 0);
    assertEquals((await run(["user", "list", "--db", db])).code, 0);
    await server.stop("SIGKILL");
  }
  // Files that a killed server left do not block the next one.
  await using server = await startServer({ args: ["--db", db] });
  assertEquals(await server.stop(), 0);
  await Deno.remove(directory, { recursive: true });
});

Deno.test("a database that cannot be opened is one line, and exit code 1", async () => {
  const directory = await Deno.makeTempDir();
  await Deno.writeTextFile(
    `${directory}/nota.txt`,
    "isto não é um banco de dados, só um texto\n".repeat(50),
  );
  const make = (name: string, schema: string) => {
    const database = new DatabaseSync(`${directory}/${name}`);
    database.exec(schema);
    database.close();
  };
  make("outro.db", "CREATE TABLE receita (bolo TEXT)");
  make("futuro.db", `PRAGMA application_id = ${0x63686174}; PRAGMA user_version = 999`);
  const cases = {
    "nota.txt": "não é um banco de dados SQLite",
    "nenhum/chat.db": "o diretório não existe",
    "outro.db": "um banco de dados de outro programa",
    "futuro.db": "versão mais nova do chat \\(esquema 999;",
  };
  for (const [name, reason] of Object.entries(cases)) {
    const { code, stderr } = await command(["serve", "--port", "0", "--db", `${directory}/${name}`])
      .output();
    assertEquals(code, 1);
    const line = new RegExp(
      `^chat: Não foi possível abrir o banco de dados [^\\n]*${name}[^\\n]*${reason}[^\\n]*\\n$`,
    );
    assertMatch(new TextDecoder().decode(stderr), line);
  }
  await Deno.remove(directory, { recursive: true });
});
