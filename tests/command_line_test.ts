import { assert, assertEquals, assertMatch, assertStringIncludes, assertThrows } from "@std/assert";
import { parseFlags, UsageError, variableName } from "../cli/flags.ts";
import { loadCatalogue } from "../locale/locale.ts";
import { ptBR } from "../locale/pt_br/catalogue.ts";
import { LIMIT_FLAGS } from "../server/options/limit_flags.ts";
import { SERVE_FLAGS } from "../server/options/options.ts";
import { SUBCOMMAND_NAMES } from "../subcommands.ts";
import { Peer } from "./support/peer.ts";
import { run } from "./support/program.ts";
import { startServer } from "./support/server.ts";

/** Wrong command lines, and what the error about each must contain. */
const WRONG: readonly (readonly [args: string[], named: string])[] = [
  [["serve", "--prot", "1"], "'--prot'"],
  [["serve", "--port", "70000"], "--port: '70000'"],
  [["serve", "--port=-1"], "--port: '-1'"],
  [["serve", "--port="], "--port: ''"],
  [["serve", "--port", "1", "--port", "2"], "'--port'"],
  [["serve", "--log", "xml"], "--log: 'xml'"],
  [["serve", "--lang", "fr"], "--lang: 'fr'"],
  [["serve", "--max-frame", "1k"], "--max-frame: '1k'"],
  [["serve", "now"], "'now'"],
  [["serve", "--host="], "--host: ''"],
  [["connect", "--port", "0"], "--port: '0'"],
  [["connect", "--name", "a b"], "--name: 'a b'"],
  [["connect", "--room", "#"], "--room: '#'"],
  [["connect", "-x"], "'-x'"],
  [["connect", "a:0"], "HOST: 'a:0'"],
  [["connect", "--host", "a:0"], "--host: 'a:0'"],
  [["connect", "[::1"], "HOST: '[::1'"],
  [["connect", "ws://a"], "HOST: 'ws://a'"],
  [["connect", "a", "b"], "'b'"],
  [["connect", "a", "--host", "b"], "Informe 'a' ou --host, não os dois"],
  [["connect"], "--name"],
  [["listen"], "'listen'"],
  [["help", "listen"], "'listen'"],
  [["toString"], "'toString'"],
];

Deno.test("a wrong command line is one line that names the mistake, and exit code 2", async () => {
  for (const [args, named] of WRONG) {
    const { code, stdout, stderr } = await run(args);
    assertEquals([code, stdout], [2, ""], args.join(" "));
    assertMatch(stderr, /^chat: [^\n]+\n$/);
    assertStringIncludes(stderr, named);
  }
});

Deno.test("every flag reads a variable, and the command line takes precedence", async () => {
  const { code, stderr } = await run(["serve"], { env: { CHAT_MAX_FRAME: "x" } });
  assertEquals(code, 2);
  assertStringIncludes(stderr, "CHAT_MAX_FRAME: 'x'");
  const both = await run(["serve", "--max-frame", "y"], { env: { CHAT_MAX_FRAME: "x" } });
  assertStringIncludes(both.stderr, "--max-frame: 'y'");
});

Deno.test("connect takes its server as the first argument", async () => {
  await using server = await startServer();
  const { port } = server;
  const commands = [
    ["connect", `127.0.0.1:${port}`, "--name", "Ana"],
    ["connect", "--name", "Ana", "--port", `${port}`, "127.0.0.1"],
    ["connect", `localhost:1,127.0.0.1:${port}`, "--name", "Ana"],
  ];
  for (const args of commands) {
    const env = { CHAT_HOST: "192.0.2.1" };
    const { code, stderr } = await run(args, { env, input: "/who\n" });
    assertEquals([code, stderr], [0, ""], args.join(" "));
  }
  const refused = await run(["connect", "[::1]:9", "--name", "Ana"], { input: "" });
  assertMatch(
    refused.stderr,
    /^chat: Não foi possível conectar: nenhum servidor respondeu em \[::1\]:9\n$/,
  );
  const help = await run(["connect", "--help"]);
  assertStringIncludes(help.stdout, "Uso: chat connect [HOST[:PORTA]] [opções]");
});

Deno.test("a port in use is one line, and exit code 1", async () => {
  await using server = await startServer();
  const port = `${server.port}`;
  const outcomes = [
    await run(["serve", "--db", ":memory:", "--port", port]),
    await run(["serve"], { env: { CHAT_PORT: port, CHAT_HOST: "127.0.0.1", CHAT_DB: ":memory:" } }),
  ];
  const line = new RegExp(`^chat: Não foi possível escutar em 127.0.0.1:${port}: [^\\n]+\\n$`);
  for (const { code, stdout, stderr } of outcomes) {
    assertEquals([code, stdout], [1, ""]);
    assertMatch(stderr, line);
  }
});

Deno.test("the help names every subcommand and flag in both languages", async () => {
  const program = await run(["--help"]);
  assertEquals(program.code, 0);
  for (const word of ["serve", "connect", "export", "cert", "--help", "--version", "Comandos:"]) {
    assertStringIncludes(program.stdout, word);
  }
  assertEquals(await run(["help"]), program);
  const serve = await run(["serve", "--help"]);
  assertEquals(await run(["help", "serve"]), serve);
  for (
    const flag of ["--host", "--port PORTA", "--db", "--rate", "--log text|json", "(padrão: 12345)"]
  ) {
    assertStringIncludes(serve.stdout, flag);
  }
  const connect = await run(["connect", "-h"], { env: { CHAT_LANG: "en" } });
  for (const words of ["--name NAME", "--json", "Flags:", "name; asked for if not given"]) {
    assertStringIncludes(connect.stdout, words);
  }
});

Deno.test("the help breaks no word at 80 columns", async () => {
  for (const lang of ["pt-BR", "en"] as const) {
    const catalogue = await loadCatalogue(lang);
    for (const name of ["", ...SUBCOMMAND_NAMES]) {
      const { stdout } = await run([...(name ? [name] : []), "--help", "--lang", lang]);
      const rows = stdout.split("\n");
      assertEquals(rows.filter((row) => row.length > 80 && row.trim().includes(" ")), [], name);
      const words = new Set(stdout.split(/\s+/));
      const said = name === "" ? catalogue.usage.program : catalogue.subcommands[name as "serve"];
      for (const word of said.split(/\s+/)) assert(words.has(word), word);
    }
  }
});

Deno.test("the version is that of deno.json", async () => {
  const config = await Deno.readTextFile(new URL("../deno.json", import.meta.url));
  const version = /"version": "([^"]+)"/.exec(config)![1];
  const { code, stdout } = await run(["--version"]);
  assertEquals([code, stdout], [0, `chat ${version}\n`]);
});

Deno.test("the language comes from the first variable that names one", async () => {
  const languages = [
    [{ CHAT_LANG: "en" }, "Flags:"],
    [{ CHAT_LANG: "", LC_ALL: "en_US.UTF-8", LANG: "pt_BR.UTF-8" }, "Flags:"],
    [{ CHAT_LANG: "", LC_ALL: "C", LC_MESSAGES: "en_GB", LANG: "pt_PT" }, "Flags:"],
    [{ CHAT_LANG: "", LC_ALL: "", LANG: "fr_FR" }, "Opções:"],
  ] as const;
  for (const [env, word] of languages) {
    assertStringIncludes((await run(["serve", "--help"], { env })).stdout, word);
  }
});

Deno.test("--lang applies to the help and to errors in the command line", async () => {
  const asked = [
    [["serve", "--port", "x", "--lang", "en"], "chat: Invalid value for --port"],
    [["serve", "--lang=en", "--prot", "1"], "chat: Unknown flag"],
    [["serve", "--lang=en", "--prot", "1"], "; did you mean '--port'?"],
    [["user", "foo", "--lang", "en"], "chat: Unknown action"],
    [["user", "lsit", "--lang", "en"], "; did you mean 'list'?"],
    [["listen", "--lang", "en"], "chat: Unknown command: 'listen' (see chat --help)\n"],
    [["conect", "--lang", "en"], "(see chat --help); did you mean 'connect'?\n"],
    [["connect", "--help", "--lang", "en"], "Flags:"],
    [["help", "connect", "--lang", "en"], "Flags:"],
    [["help", "--lang", "en"], "Commands:"],
    [["--help", "--lang", "en"], "Commands:"],
    [["serve", "--port", "x", "--lang", "fr"], "chat: Valor inválido"],
  ] as const;
  for (const [args, words] of asked) {
    const { stdout, stderr } = await run(args);
    assertStringIncludes(stdout + stderr, words, args.join(" "));
  }
});

Deno.test("the log reports connections in lines or as JSON", async () => {
  for (const format of ["text", "json"]) {
    await using server = await startServer({ args: ["--log", format] });
    await using peer = await Peer.text(server, "Érica");
    const { port } = peer.conn.localAddr as Deno.NetAddr;
    await peer.send("/quit");
    await peer.ended();
    await server.stop();
    const [connected, disconnected] = server.log.slice(1, 3);
    if (format === "text") {
      assertEquals(connected, `[NOVA CONEXÃO] ('127.0.0.1', ${port}) conectado.`);
      assertEquals(disconnected, `[DESCONECTADO] ('127.0.0.1', ${port}) Érica: saiu`);
      assertEquals(server.log.length, 5);
    } else {
      const events = server.log.map((line) => JSON.parse(line));
      assertEquals(
        events.map(({ event }) => event),
        ["listening", "connected", "disconnected", "stopping", "stopped"],
      );
      const { name, reason, host } = events[2];
      assertEquals([name, reason, host, events[2].port], ["Érica", "quit", "127.0.0.1", port]);
    }
  }
});

Deno.test("every limit has a line in the help and a variable", async () => {
  const { stdout } = await run(["serve", "--help"]);
  for (const name of Object.keys(LIMIT_FLAGS)) {
    assertMatch(stdout, new RegExp(`^  --${name} .*\\S`, "m"));
    // No flag takes this value, so an error that names the variable shows that it was read.
    const env = { [variableName(name)]: "-1" };
    const parse = () => parseFlags(SERVE_FLAGS, [], (variable) => env[variable], ptBR);
    assertThrows(parse, UsageError, variableName(name));
  }
});
