import { encodingOf } from "./encoding.ts";

/**
 * Reads a text file that may have been written on Windows: a byte order mark is no part of the text, and says whether it
 * is UTF-16.
 *
 * @param file The file.
 * @param options Whether to refuse what is not text, instead of replacing it.
 * @returns The text.
 * @throws {Error} If the file cannot be read.
 * @throws {TypeError} If it is not text, and that is to be refused.
 */
export async function readTextFile(
  file: string,
  { fatal = false }: { readonly fatal?: boolean } = {},
): Promise<string> {
  const bytes = await Deno.readFile(file);
  return new TextDecoder(encodingOf(bytes), { fatal }).decode(bytes);
}
