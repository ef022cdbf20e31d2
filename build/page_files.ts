/** The folder of the built page. */
export const PAGE = new URL("../client/web/dist/", import.meta.url);

/** Returns the names of the page's files, in order, so that every build of the same files is the same. */
export function listPage(): string[] {
  return [...Deno.readDirSync(PAGE)].map(({ name }) => name).sort();
}
