import type { Catalogue } from "../locale/texts/catalogue.ts";
import { CliError } from "./cli_error.ts";
import { systemReason } from "./system_error.ts";
import { readTextFile } from "./read_text_file.ts";

/**
 * Reads a text file that a flag names, as {@linkcode readTextFile} does.
 *
 * @param file The file.
 * @param texts The language of the error.
 * @returns The text.
 * @throws {CliError} If the file cannot be read; it names the file.
 */
export async function readNamedFile(file: string, texts: Catalogue): Promise<string> {
  return await readTextFile(file).catch((error) => {
    throw new CliError(texts.tls.unreadable(file, systemReason(error, texts.system)), {
      cause: error,
    });
  });
}
