import { readTextFile } from "../cli/read_text_file.ts";
import type { CertifiedKey } from "./issue.ts";

/** Where a certificate and its key are. */
export interface PairFiles {
  readonly cert: string;
  readonly key: string;
}

/**
 * Reads a certificate and its key.
 *
 * @param files Where they are.
 * @returns What the files hold, or `undefined` where there is neither.
 * @throws {Error} If one cannot be read, or is there without the other.
 */
export async function readPair({ cert, key }: PairFiles): Promise<CertifiedKey | undefined> {
  if (!await exists(cert) && !await exists(key)) return undefined;
  return { cert: await readTextFile(cert), key: await readTextFile(key) };
}

/**
 * Writes a certificate and its key, which only the owner may read.
 *
 * @param files Where to.
 * @param pair What to write.
 * @param isForced Whether to replace what is there.
 * @throws {Deno.errors.AlreadyExists} If a file is there, and is not to be replaced; then neither is written.
 */
export async function writePair(
  files: PairFiles,
  pair: CertifiedKey,
  isForced: boolean,
): Promise<void> {
  for (const file of [files.key, files.cert]) {
    if (!await exists(file)) continue;
    if (!isForced) throw new Deno.errors.AlreadyExists(file);
    // The rights of a file that is there would stay as they are.
    await Deno.remove(file);
  }
  await Deno.writeTextFile(files.key, pair.key, { mode: 0o600, createNew: true });
  await Deno.writeTextFile(files.cert, pair.cert, { createNew: true });
}

async function exists(file: string): Promise<boolean> {
  try {
    await Deno.lstat(file);
    return true;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return false;
    throw error;
  }
}
