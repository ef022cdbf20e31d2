import { assert, assertEquals, assertMatch } from "@std/assert";
import { DatabaseSync } from "node:sqlite";
import { nameKey } from "../protocol/text/names.ts";
import { testWith } from "./support/needs.ts";
import { Peer } from "./support/peer.ts";
import { programFor, run } from "./support/program.ts";
import { startServer } from "./support/server.ts";
import { Terminal } from "./support/tmux.ts";

const PASSWORD = "cavalo certo";

Deno.test("chat user manages accounts, also while the server runs", async () => {
  const directory = await Deno.makeTempDir();
  const db = `${directory}/chat.db`;
  const user = (words: string, password = PASSWORD) =>
    run(["user", ...words.split(" "), "--db", db], { env: { CHAT_PASSWORD: password } });
  const failed = (reason: string) => ({ code: 1, stdout: "", stderr: `chat: ${reason}\n` });
  assertEquals(
    await user("list"),
    failed(`Não foi possível abrir o banco de dados ${db}: ele não existe`),
  );
  assertEquals(await user("add Ana"), {
    code: 0,
    stdout: "Conta Ana criada.\n",
    stderr: "",
  });
  await using server = await startServer({ args: ["--db", db] });
  assertEquals((await user("add Bia")).code, 0);
  assertEquals((await user("add ana")).code, 1);
  assertMatch((await user("list")).stdout, /^Ana\t20\S+Z\nBia\t20\S+Z\n$/);
  assertEquals(
    await user("passwd Bia", "curta"),
    failed("A senha deve ter pelo menos 8 caracteres e no máximo 1.024."),
  );
  assertEquals(
    (await user("passwd bia", "bateria grampo")).stdout,
    "Senha de Bia trocada.\n",
  );
  const code = async (name: string, password: string) => {
    await using peer = await Peer.connect(server);
    await peer.send({ type: "hello", name, version: 1, password });
    const answer = JSON.parse(await peer.next());
    return answer.code ?? answer.type;
  };
  assertEquals(await code("Bia", PASSWORD), "wrong_password");
  assertEquals(await code("Bia", "bateria grampo"), "welcome");
  assertEquals((await user("remove Ana")).stdout, "Conta Ana removida.\n");
  assertEquals(await user("remove Ana"), failed("Não existe a conta 'Ana'"));
  await using _ana = await Peer.json(server, "Ana");
  await server.stop();
  await Deno.remove(directory, { recursive: true });
});

Deno.test("chat user removes an account whose name is no longer valid", async () => {
  const directory = await Deno.makeTempDir();
  const db = `${directory}/chat.db`;
  const user = (action: string, name: string) =>
    run(["user", action, name, "--db", db], { env: { CHAT_PASSWORD: PASSWORD } });
  assertEquals((await user("add", "Bob")).code, 0);
  const name = "Bob\u20dd";
  const database = new DatabaseSync(db);
  database.prepare("UPDATE account SET key = ?, name = ?").run(nameKey(name), name);
  database.close();
  assertEquals((await user("add", name)).code, 2);
  assertEquals((await user("remove", name)).stdout, `Conta ${name} removida.\n`);
  await Deno.remove(directory, { recursive: true });
});

Deno.test("chat user explains a wrong command line", async () => {
  const cases = [
    [["user"], "Ação desconhecida: '' (esperado: add, passwd, remove, op, deop ou list)"],
    [
      ["user", "promote", "Ana"],
      "Ação desconhecida: 'promote' (esperado: add, passwd, remove, op, deop ou list)",
    ],
    [["user", "list", "Ana"], "Argumento inesperado: 'Ana' (veja --help)"],
    [
      ["user", "add", "Ana", "--db", ":memory:"],
      "Contas em :memory: se perdem quando o servidor para: indique um banco de dados com --db",
    ],
  ] as const;
  for (const [args, reason] of cases) {
    const { code, stderr } = await run(args);
    assertEquals([code, stderr], [2, `chat: ${reason}\n`]);
  }
});

testWith("tmux", "chat user asks for a new password twice, unseen", async () => {
  const directory = await Deno.makeTempDir();
  await using terminal = await Terminal.open();
  const program = programFor("user").join(" ");
  await terminal.line(`clear; CHAT_DB=${directory}/chat.db ${program} user add Ana`);
  await terminal.endsWith("Nova senha:");
  await terminal.line(PASSWORD);
  await terminal.endsWith("Repita a senha:");
  await terminal.line(PASSWORD);
  const rows = await terminal.shows("Conta Ana criada.");
  assertEquals(rows.some((row) => row.includes("cavalo")), false);
  await Deno.remove(directory, { recursive: true });
});

testWith(
  ["linux", "tmux"],
  "a signal during chat user's password prompt restores the terminal",
  async (t) => {
    const directory = await Deno.makeTempDir();
    const db = `CHAT_DB=${directory}/chat.db`;
    const program = programFor("user");
    for (
      const [name, end, code] of [
        ["SIGTERM", (terminal: Terminal) => terminal.signal("SIGTERM"), 143],
        ["Ctrl+C", (terminal: Terminal) => terminal.press("C-c"), 130],
      ] as const
    ) {
      await t.step(name, async () => {
        await using terminal = await Terminal.open();
        const output = `${directory}/output`;
        await terminal.program([
          db,
          ...program,
          "user",
          "add",
          "Ana",
          ">",
          output,
          "; echo fim $?",
        ]);
        // The prompt is not part of the output.
        await terminal.endsWith("Nova senha:");
        await terminal.type("cavalo");
        await end(terminal);
        await terminal.shows(`fim ${code}`);
        assert(await terminal.isRestored());
        assertEquals(await Deno.readTextFile(output), "");
      });
    }
    await Deno.remove(directory, { recursive: true });
  },
);
