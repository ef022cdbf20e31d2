import type { Catalogue } from "../locale/texts/catalogue.ts";
import { CliError } from "./cli_error.ts";
import { readTextFile } from "./read_text_file.ts";
import { systemReason } from "./system_error.ts";

/**
 * Reads a password from a file or `CHAT_PASSWORD`, never from an argument, which other users of the machine can see.
 *
 * @param file A file whose first line is the password.
 * @param texts The language of the error.
 * @returns The password, or `undefined` if none was given.
 * @throws {CliError} If the file cannot be read, or is not text.
 */
export async function readPassword(
  file: string | undefined,
  texts: Catalogue,
): Promise<string | undefined> {
  if (file === undefined) return Deno.env.get("CHAT_PASSWORD") || undefined;
  try {
    return (await readTextFile(file, { fatal: true })).split(/\r?\n/, 1)[0];
  } catch (error) {
    const reason = error instanceof TypeError
      ? texts.client.notUtf8
      : systemReason(error, texts.system);
    throw new CliError(texts.client.cannotRead(file, reason), { cause: error });
  }
}
