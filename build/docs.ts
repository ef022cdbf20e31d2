/**
 * Fills the generated tables of the documents from the definitions of flags and commands: `deno task docs`.
 *
 * Each table is between a comment that names it and one that ends it: `<!-- table: commands -->` and
 * `<!-- end of table -->`. The text between them is replaced.
 *
 * @module
 */
import { type Flags, shownDefault, variableName } from "../cli/flags.ts";
import { en } from "../locale/en/catalogue.ts";
import { ptBR } from "../locale/pt_br/catalogue.ts";
import type { Catalogue } from "../locale/texts/catalogue.ts";
import { commandHeading } from "../locale/render/problem_text.ts";
import { commandsOf } from "../protocol/commands/commands.ts";
import { LIMIT_FLAGS } from "../server/options/limit_flags.ts";
import { isSubcommand, SUBCOMMANDS } from "../subcommands.ts";

/** The language of a document's tables, and the headings of its table of commands. */
interface Language {
  readonly texts: Catalogue;
  readonly command: string;
  readonly effect: string;
}

const EN: Language = { texts: en, command: "command", effect: "what it does" };
const PT_BR: Language = { texts: ptBR, command: "comando", effect: "o que faz" };

/** The documents that have generated tables, by their paths relative to the root. */
export const GENERATED: ReadonlyMap<string, Language> = new Map([
  ["README.md", EN],
  ["README.pt-BR.md", PT_BR],
  ["docs/configuration.md", EN],
]);

const ROOT = new URL("../", import.meta.url);

/** The comments around a table. Groups: the table's name, and the text between them. */
const TABLE = /<!-- table: (\w+(?: \w+)*) -->\n([^<]*(?:<(?!!--)[^<]*)*)<!-- end of table -->/g;

/** Lists the tables that a document has. */
export function tablesIn(text: string): string[] {
  return [...text.matchAll(TABLE)].map(([, name]) => name!);
}

/**
 * Renders a document with its tables filled in.
 *
 * @param path One of {@linkcode GENERATED}.
 * @returns The whole text, formatted as by `deno fmt`.
 */
export async function renderDocument(path: string): Promise<string> {
  const language = GENERATED.get(path)!;
  const text = await Deno.readTextFile(new URL(path, ROOT));
  const tables = new Map<string, string>();
  for (const name of tablesIn(text)) tables.set(name, await table(name, language));
  return await format(
    text.replace(
      TABLE,
      (_, name) => `<!-- table: ${name} -->\n\n${tables.get(name)}\n\n<!-- end of table -->`,
    ),
  );
}

/**
 * Renders a table: `commands`, `limits`, or the flags of a subcommand. Those of `serve` exclude the limits; commands of
 * moderation are left to docs/usage.md, which has them with the rank that each requires.
 */
async function table(name: string, language: Language): Promise<string> {
  const { texts } = language;
  if (name === "commands") return commandTable(language);
  if (name === "limits") return flagTable(LIMIT_FLAGS, texts);
  if (!isSubcommand(name)) throw new Error(`There is no table "${name}"`);
  const flags = Object.entries(await SUBCOMMANDS[name].flags());
  return flagTable(Object.fromEntries(flags.filter(([flag]) => !(flag in LIMIT_FLAGS))), texts);
}

function flagTable(flags: Flags, texts: Catalogue): string {
  return rows([
    ["flag", "variable", "default", "meaning"],
    ["---", "---", "---", "---"],
    ...Object.entries(flags).map(([name, flag]) => [
      code(flag.value === undefined ? `--${name}` : `--${name} ${flag.value}`),
      code(variableName(name)),
      code(shownDefault(flag)),
      flag.help(texts),
    ]),
  ]);
}

function commandTable({ texts, command, effect }: Language): string {
  const groups = (Object.keys(texts.groups) as (keyof Catalogue["groups"])[])
    .filter((group) => group !== "moderation");
  return rows([
    [command, effect],
    ["---", "---"],
    ...groups.flatMap((group) =>
      commandsOf(group).map((name) => [
        code(commandHeading(name, texts)),
        firstClause(texts.commands[name]),
      ])
    ),
  ]);
}

/** Cuts a text at the first colon, semicolon or parenthesis: `/help` has the rest. */
function firstClause(text: string): string {
  return text.split(/[:;]| \(/, 1)[0]!;
}

function rows(cells: readonly (readonly string[])[]): string {
  return cells.map((row) => `| ${row.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`)
    .join("\n");
}

function code(text: string | undefined): string {
  return text === undefined ? "" : `\`${text}\``;
}

async function format(text: string): Promise<string> {
  const fmt = new Deno.Command(Deno.execPath(), {
    args: ["fmt", "--quiet", "--ext", "md", "-"],
    cwd: ROOT,
    stdin: "piped",
    stdout: "piped",
    stderr: "inherit",
  }).spawn();
  const writer = fmt.stdin.getWriter();
  await writer.write(new TextEncoder().encode(text));
  await writer.close();
  const { success, stdout } = await fmt.output();
  if (!success) throw new Error("deno fmt failed");
  return new TextDecoder().decode(stdout);
}

if (import.meta.main) {
  for (const path of GENERATED.keys()) {
    await Deno.writeTextFile(new URL(path, ROOT), await renderDocument(path));
  }
}
