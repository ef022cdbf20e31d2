import { encodingOf } from "./encoding.ts";

/**
 * Reads a text file that may come from Windows: a byte order mark is dropped, and tells UTF-16 from UTF-8.
 *
 * @param file The file.
 * @param options Whether to throw on invalid text instead of replacing it.
 * @returns The text.
 * @throws {Error} If the file cannot be read.
 * @throws {TypeError} If it is not valid text and the options forbid that.
 */
export async function readTextFile(
  file: string,
  { fatal = false }: { readonly fatal?: boolean } = {},
): Promise<string> {
  const bytes = await Deno.readFile(file);
  return new TextDecoder(encodingOf(bytes), { fatal }).decode(bytes);
}
