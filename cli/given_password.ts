import type { Catalogue } from "../locale/catalogue.ts";
import { Failure } from "./failure.ts";
import { systemReason } from "./system_reason.ts";

/**
 * Reads the password that was given, by a file or by `CHAT_PASSWORD`: never by an argument, which others can see.
 *
 * @param file The file, whose first line it is.
 * @param texts The language of the error.
 * @returns The password, or `undefined` if none was given.
 * @throws {Failure} If the file cannot be read.
 */
export async function givenPassword(
  file: string | undefined,
  texts: Catalogue,
): Promise<string | undefined> {
  if (file === undefined) return Deno.env.get("CHAT_PASSWORD") || undefined;
  try {
    return (await Deno.readTextFile(file)).split(/\r?\n/, 1)[0];
  } catch (error) {
    throw new Failure(texts.client.cannotRead(file, systemReason(error)), { cause: error });
  }
}
