import { encodingOf } from "./encoding.ts";

/**
 * Reads a text file that may come from Windows: its byte order mark, which is dropped, selects UTF-16 or UTF-8.
 *
 * @param file The file.
 * @param options Whether to throw on invalid text instead of replacing it.
 * @returns The text.
 * @throws {Error} If the file cannot be read.
 * @throws {TypeError} If the text is invalid and the options forbid that.
 */
export async function readTextFile(
  file: string,
  { fatal = false }: { readonly fatal?: boolean } = {},
): Promise<string> {
  const bytes = await Deno.readFile(file);
  return new TextDecoder(encodingOf(bytes), { fatal }).decode(bytes);
}
