/** The built page. The executable embeds it, see `compile` in `deno.json`. */
const DIRECTORY = new URL("../../client/web/dist/", import.meta.url);

/**
 * Reads the files of the web page.
 *
 * @param directory Their directory; subdirectories are not read.
 * @returns The contents by file name; empty if the directory does not exist, because the page was not built.
 */
export async function readPage(directory: URL = DIRECTORY): Promise<Map<string, Uint8Array>> {
  const files = new Map<string, Uint8Array>();
  for (const { name, isFile } of await list(directory)) {
    if (isFile) files.set(name, await Deno.readFile(new URL(name, directory)));
  }
  return files;
}

async function list(directory: URL): Promise<Deno.DirEntry[]> {
  try {
    return await Array.fromAsync(Deno.readDir(directory));
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return [];
    throw error;
  }
}
