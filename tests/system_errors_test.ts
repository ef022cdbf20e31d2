import { assertEquals } from "@std/assert";
import { TestCertificates } from "./support/certificates.ts";
import { testWith } from "./support/needs.ts";
import { command, run } from "./support/program.ts";
import { startServer } from "./support/server.ts";

/** Runs the program in both languages, and checks that it ends with one line each. */
async function endsWith(
  args: readonly string[],
  [portuguese, english]: readonly [string, string],
  env: Record<string, string> = {},
): Promise<void> {
  for (const [lang, line] of [["pt-BR", portuguese], ["en", english]] as const) {
    const { code, stdout, stderr } = await run(args, {
      input: "",
      env: { ...env, CHAT_LANG: lang },
    });
    assertEquals([code, stdout, stderr], [1, "", `chat: ${line}\n`], args.join(" "));
  }
}

/** Returns the address of a port at which nothing listens. */
function unusedAddress(): string {
  using listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  return `127.0.0.1:${listener.addr.port}`;
}

Deno.test("a client says in plain words why it cannot connect", async (t) => {
  const address = unusedAddress();
  const name = ["--name", "bot"];
  const unanswered = [
    `Não foi possível conectar: nenhum servidor respondeu em ${address}`,
    `Cannot connect: no server answered at ${address}`,
  ] as const;
  for (const flags of [[], ["--json"], ["--tls"]]) {
    await t.step(`nothing listens ${flags.join(" ")}`, async () => {
      await endsWith(["connect", address, ...name, ...flags], unanswered);
    });
  }
  await t.step("a host that does not exist", async () => {
    await endsWith(["connect", "nada.invalid:9", ...name], [
      "Não foi possível conectar a nada.invalid:9: endereço não encontrado; confira se o nome está certo",
      "Cannot connect to nada.invalid:9: host not found; check the spelling",
    ]);
  });
  await t.step("a name that no certificate can have", async () => {
    await using certificates = await TestCertificates.make();
    await using server = await startServer({ tls: certificates });
    const address = `127.0.0.1:${server.port}`;
    await endsWith(["connect", address, ...name, "--tls", "--server-name", "a b"], [
      `Não foi possível conectar a ${address}: 'a b' não pode ser o nome de um servidor`,
      `Cannot connect to ${address}: 'a b' cannot be the name of a server`,
    ]);
  });
  await t.step("files that cannot be read", async () => {
    const directory = await Deno.makeTempDir();
    await endsWith(["connect", address, ...name, "--password-file", `${directory}/senha`], [
      `Não foi possível ler ${directory}/senha: arquivo não encontrado`,
      `Cannot read ${directory}/senha: file not found`,
    ]);
    await endsWith(["connect", address, ...name, "--tls", "--ca", directory], [
      `Não foi possível ler ${directory}: é um diretório, não um arquivo`,
      `Cannot read ${directory}: it is a directory, not a file`,
    ]);
    await Deno.remove(directory);
  });
});

Deno.test("a server says in plain words why it cannot listen", async () => {
  await using other = await startServer();
  const inMemory = ["serve", "--db", ":memory:"];
  const used = `127.0.0.1:${other.port}`;
  const flags = [["--web", used], ["--metrics", used]];
  for (const each of flags) {
    await endsWith([...inMemory, "--port", "0", ...each], [
      `Não foi possível escutar em ${used}: outro programa já está usando essa porta`,
      `Cannot listen on ${used}: another program is already using this port`,
    ]);
  }
  await endsWith([...inMemory, "--port", `${other.port}`], [
    `Não foi possível escutar em ${used}: outro programa já está usando essa porta`,
    `Cannot listen on ${used}: another program is already using this port`,
  ]);
  await endsWith([...inMemory, "--host", "192.0.2.1", "--port", "4000"], [
    "Não foi possível escutar em 192.0.2.1:4000: esse endereço não é desta máquina",
    "Cannot listen on 192.0.2.1:4000: this machine does not have this address",
  ]);
});

Deno.test("a database that cannot be opened is named in plain words", async () => {
  const directory = await Deno.makeTempDir();
  const address = unusedAddress();
  const open = ["Não foi possível abrir o banco de dados", "Cannot open database"];
  const cases: readonly (readonly [db: string, portuguese: string, english: string])[] = [
    [`${directory}/nada/chat.db`, "o diretório não existe", "its directory does not exist"],
    [directory, "é um diretório, não um arquivo", "it is a directory, not a file"],
    [
      `postgres://chat@${address}/chat`,
      "nenhum servidor respondeu nesse endereço",
      "no server answered at this address",
    ],
    [
      "postgres://chat@nada.invalid/chat",
      "endereço não encontrado; confira se o nome está certo",
      "host not found; check the spelling",
    ],
  ];
  for (const [db, portuguese, english] of cases) {
    const lines = [`${open[0]} ${db}: ${portuguese}`, `${open[1]} ${db}: ${english}`] as const;
    await endsWith(["serve", "--port", "0", "--db", db], lines);
    await endsWith(["import", "--db", db], lines);
    if (db !== cases[0]![0]) await endsWith(["export", "--db", db], lines);
    if (db !== directory) {
      await endsWith(["user", "add", "ana", "--db", db], lines, { CHAT_PASSWORD: "uma senha boa" });
    }
  }
  await Deno.remove(directory, { recursive: true });
});

Deno.test("chat cert says in plain words why it cannot write", async () => {
  const directory = await Deno.makeTempDir();
  await Deno.writeTextFile(`${directory}/arquivo`, "");
  await endsWith(["cert", "--host", "sala.test", "--out", `${directory}/arquivo`], [
    `Não foi possível criar um certificado em ${directory}/arquivo: já existe um arquivo com esse nome`,
    `Cannot create a certificate in ${directory}/arquivo: a file of this name already exists`,
  ]);
  await endsWith(["cert", "--host", "sala.test", "--out", `${directory}/arquivo/certs`], [
    `Não foi possível criar um certificado em ${directory}/arquivo/certs: parte do caminho é um arquivo, não um diretório`,
    `Cannot create a certificate in ${directory}/arquivo/certs: part of its path is a file, not a directory`,
  ]);
  await Deno.remove(directory, { recursive: true });
});

testWith("linux", "a command says in plain words that its output cannot be written", async () => {
  const directory = await Deno.makeTempDir();
  const db = `${directory}/chat.db`;
  await using server = await startServer({ args: ["--db", db] });
  const said = await run(["connect", "--port", `${server.port}`, "--name", "bot"], {
    input: "oi\n",
  });
  assertEquals(said.code, 0, said.stderr);
  const toFullDisk = ["sh", "-c", 'exec "$@" >/dev/full', "sh"];
  for (const args of [["export", "--db", db], ["--help"], ["completions", "bash"]]) {
    const { code, stderr } = await command(args, { enter: toFullDisk }).output();
    const line = "chat: Não foi possível escrever a saída: o disco está cheio\n";
    assertEquals([code, new TextDecoder().decode(stderr)], [1, line], args.join(" "));
  }
  await Deno.remove(directory, { recursive: true });
});
