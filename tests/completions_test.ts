import { assert, assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { loadCatalogue } from "../locale/locale.ts";
import { ALL_COMMAND_NAMES } from "../protocol/commands/commands.ts";
import { SUBCOMMAND_NAMES } from "../subcommands.ts";
import { testWith } from "./support/needs.ts";
import { run } from "./support/program.ts";
import { Terminal } from "./support/tmux.ts";

/** Writes the script for a shell to a file; returns its path. */
async function script(shell: string): Promise<string> {
  const { code, stdout } = await run(["completions", shell, "--lang", "en"]);
  assertEquals(code, 0);
  const path = await Deno.makeTempFile();
  await Deno.writeTextFile(path, stdout);
  return path;
}

/** Runs a shell command; returns the lines that it prints. */
async function inShell(shell: string, args: readonly string[]): Promise<string[]> {
  const { stdout, stderr } = await new Deno.Command(shell, { args: [...args] }).output();
  const decoder = new TextDecoder();
  assertEquals(decoder.decode(stderr), "");
  return decoder.decode(stdout).trimEnd().split("\n");
}

testWith("bash", "bash completes subcommands, their words, flags and values", async () => {
  const path = await script("bash");
  const ask = `ask() { COMP_WORDS=("$@") COMP_CWORD=$(($# - 1)); _chat; echo "\${COMPREPLY[@]}"; }`;
  const asked = [
    ["chat c", "connect cert completions"],
    ["chat connect --pl", "--plain"],
    ["chat connect --color a", "auto always"],
    ["chat connect --host ''", ""],
    ["chat user add", "add"],
    ["chat completions ''", "bash zsh fish --help"],
    [`chat serve --tls-cert ${path}`, path],
  ] as const;
  const lines = asked.map(([line]) => `ask ${line}`).join("; ");
  const answers = await inShell("bash", ["-c", `source ${path}; ${ask}; ${lines}`]);
  assertEquals(answers, asked.map(([, answer]) => answer));
  await Deno.remove(path);
});

testWith("fish", "fish completes subcommands, their words, flags and values", async () => {
  const path = await script("fish");
  const complete = async (line: string) => {
    const answers = await inShell("fish", ["-N", "-c", `source ${path}; complete -C '${line}'`]);
    return answers.map((answer) => answer.split("\t")[0]);
  };
  assertEquals(await complete("chat ce"), ["cert"]);
  assertEquals(await complete("chat connect --pl"), ["--plain"]);
  assertEquals(await complete("chat connect --color "), ["always", "auto", "never"]);
  assertEquals(await complete("chat completions "), ["bash", "fish", "zsh"]);
  await Deno.remove(path);
});

testWith(["zsh", "tmux"], "zsh completes subcommands, flags and values", async () => {
  const path = await script("zsh");
  await using terminal = await Terminal.open();
  await terminal.line(`PS1='z> ' zsh -f`);
  await terminal.endsWith("z>");
  await terminal.line(`autoload -Uz compinit; compinit -D; source ${path}; clear; echo feito`);
  await terminal.endsWith("feito\nz>");
  await terminal.type("chat conn");
  await terminal.press("Tab");
  await terminal.endsWith("z> chat connect");
  await terminal.type("--pl");
  await terminal.press("Tab");
  await terminal.endsWith("z> chat connect --plain");
  await terminal.type("localhost:4000 --color ne");
  await terminal.press("Tab");
  await terminal.endsWith("z> chat connect --plain localhost:4000 --color never");
  await Deno.remove(path);
});

Deno.test("an unknown shell is one line that names it", async () => {
  for (const args of [["completions", "tcsh"], ["completions"]]) {
    const { code, stderr } = await run(args);
    assertEquals(code, 2);
    assertMatch(stderr, /^chat: Shell desconhecido: '(tcsh)?' \(esperado: bash, zsh, fish\)\n$/);
  }
});

Deno.test("the manual has all subcommands, flags and commands in both languages", async () => {
  for (const lang of ["pt-BR", "en"] as const) {
    const { stdout } = await run(["man", "--lang", lang]);
    for (const name of SUBCOMMAND_NAMES) assertStringIncludes(stdout, `.SS chat ${name}\n`);
    for (const name of ALL_COMMAND_NAMES) assertMatch(stdout, new RegExp(`^.B /${name}\\b`, "m"));
    const { groups } = await loadCatalogue(lang);
    for (const group of Object.values(groups)) {
      assertStringIncludes(stdout, `.SS ${group}\n`);
    }
    assertStringIncludes(stdout, ".B \\-\\-color auto|always|never\n");
  }
});

testWith("man", "man shows the manual without warnings", async () => {
  const path = await Deno.makeTempFile({ suffix: ".1" });
  await Deno.writeTextFile(path, (await run(["man", "--lang", "en"])).stdout);
  const { stdout, stderr } = await new Deno.Command("man", {
    args: ["-l", "--warnings", "-E", "UTF-8", path],
    env: { LC_ALL: "C.UTF-8", MANWIDTH: "80", MAN_KEEP_FORMATTING: "", PAGER: "cat" },
  }).output();
  const shown = new TextDecoder().decode(stdout);
  assertEquals(new TextDecoder().decode(stderr), "");
  assertMatch(shown, /^ {3}chat connect$/m);
  assertMatch(shown, /^ {7}--host HOST$/m);
  assertMatch(shown, /^ {7}\/join, \/j <room> \[code\]$/m);
  assertMatch(shown, /^ {7}--port PORT\n {14}port of the server \(default 12345\)$/m);
  assertMatch(shown, /^ {7}Alt\+Enter$/m);
  assertMatch(shown, /^ {7}\$XDG_STATE_HOME\/chat\/read\.json$/m);
  assertMatch(shown, /^ {7}NO_COLOR$/m);
  assert(!/\u2010$/m.test(shown), "a word is broken");
  await Deno.remove(path);
});

Deno.test("the help of connect has examples", async () => {
  for (const [lang, heading] of [["pt-BR", "Exemplos:"], ["en", "Examples:"]] as const) {
    const { stdout } = await run(["connect", "--help"], { env: { CHAT_LANG: lang } });
    const [, examples = ""] = stdout.split(`${heading}\n`);
    assert(examples.split("\n").filter((line) => line.includes("chat connect")).length >= 5);
  }
});
