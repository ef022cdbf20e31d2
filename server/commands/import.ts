import { readCommandLine } from "../../cli/command_line.ts";
import { CliError } from "../../cli/cli_error.ts";
import { inputLines } from "../../cli/input_lines.ts";
import { print } from "../../cli/print.ts";
import type { Catalogue } from "../../locale/texts/catalogue.ts";
import { IMPORT_FLAGS } from "../options/options.ts";
import { type ArchivedEntry, PAGE } from "../store/archive.ts";
import { openImporter } from "../store/open_importer.ts";
import { LineError, readLine } from "./entry_line.ts";
import { explainStoreErrors } from "./explain_store_errors.ts";

/**
 * Runs `chat import`: stores the entries that `chat export` wrote, with the same ids, in a database without messages. It
 * stores all of them or, if a line is wrong, none.
 *
 * @param args The arguments after `import`.
 * @returns The exit code.
 * @throws {UsageError} If the command line is wrong.
 * @throws {CliError} If the entries cannot be read or stored.
 */
export async function importMessages(args: readonly string[]): Promise<number> {
  const given = await readCommandLine("import", IMPORT_FLAGS, args);
  if (given === "help") return 0;
  const { options: { db }, texts } = given;
  await explainStoreErrors(async () => {
    await using importer = await openImporter(db);
    const last = new Map<string, number>();
    let count = 0;
    for await (const page of pagesOf(Deno.stdin.readable, last, texts)) {
      await importer.add(page);
      count += page.length;
    }
    await importer.commit();
    print(texts.import.done(count, last.size));
  }, texts);
  return 0;
}

/**
 * Yields the entries of lines in groups.
 *
 * @param input The bytes of the lines.
 * @param last Gets the last id of each conversation.
 * @param texts Texts of errors.
 * @throws {CliError} If a line is wrong; the message names the line.
 */
async function* pagesOf(
  input: ReadableStream<Uint8Array>,
  last: Map<string, number>,
  texts: Catalogue,
): AsyncGenerator<readonly ArchivedEntry[]> {
  let page: ArchivedEntry[] = [];
  let number = 0;
  for await (const line of inputLines(input)) {
    number++;
    if (line === "") continue;
    page.push(read(line, number, last, texts));
    if (page.length < PAGE) continue;
    yield page;
    page = [];
  }
  if (page.length > 0) yield page;
}

function read(
  line: string | undefined,
  number: number,
  last: Map<string, number>,
  texts: Catalogue,
): ArchivedEntry {
  try {
    const archived = readLine(line);
    const { conversation, entry: { id } } = archived;
    const expected = (last.get(conversation) ?? id - 1) + 1;
    if (id !== expected) throw new CliError(texts.import.badId(number, id, expected));
    last.set(conversation, id);
    return archived;
  } catch (error) {
    if (!(error instanceof LineError)) throw error;
    const { field } = error;
    const problem = field === undefined
      ? texts.import.badLine(number)
      : field === "between"
      ? texts.import.notPrivate(number)
      : texts.import.badField(number, field);
    throw new CliError(problem, { cause: error });
  }
}
