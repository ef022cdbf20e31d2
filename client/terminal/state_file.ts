/**
 * Reads a file that is kept for the user.
 *
 * @param path Its path.
 * @param most Most bytes that are read.
 * @returns Its text, or `undefined` if there is none, or it is longer or cannot be read.
 */
export function readStateFile(path: string, most: number): string | undefined {
  try {
    return Deno.statSync(path).size > most ? undefined : Deno.readTextFileSync(path);
  } catch {
    return undefined;
  }
}

/**
 * Replaces a file that is kept for the user, in one step, so that another client never reads a part of it. Only the user can
 * read it.
 *
 * @param path Its path; its directory is created if necessary.
 * @param text What it is to hold.
 * @throws {Error} If it cannot be written.
 */
export function writeStateFile(path: string, text: string): void {
  const temporary = `${path}.${Deno.pid}`;
  Deno.mkdirSync(path.replace(/[/\\][^/\\]*$/, ""), { recursive: true, mode: 0o700 });
  Deno.writeTextFileSync(temporary, text, { mode: 0o600 });
  Deno.renameSync(temporary, path);
}
