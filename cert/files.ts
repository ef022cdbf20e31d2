import { readNamedFile } from "../cli/read_named_file.ts";
import type { Catalogue } from "../locale/texts/catalogue.ts";
import type { CertifiedKey } from "./issue.ts";

/** Paths of a certificate and its key. */
export interface PairFiles {
  readonly cert: string;
  readonly key: string;
}

/** A file that may not be replaced already exists. */
export class FileExistsError extends Error {
  override name = "FileExistsError";
  readonly file: string;

  constructor(file: string) {
    super(`${file} already exists`);
    this.file = file;
  }
}

/**
 * Reads a certificate and its key.
 *
 * @param files Their paths.
 * @param texts The language of the error.
 * @returns Both as PEM, or `undefined` if neither file exists.
 * @throws {CliError} If a file cannot be read, or exists without the other; it names the file.
 */
export async function readPair(
  { cert, key }: PairFiles,
  texts: Catalogue,
): Promise<CertifiedKey | undefined> {
  if (!await exists(cert) && !await exists(key)) return undefined;
  return { cert: await readNamedFile(cert, texts), key: await readNamedFile(key, texts) };
}

/**
 * Writes a certificate and its key, the key readable by its owner only.
 *
 * @param files Their paths.
 * @param pair Both as PEM.
 * @param isForced Whether to replace existing files.
 * @throws {FileExistsError} If a file exists and may not be replaced; then neither is written.
 */
export async function writePair(
  files: PairFiles,
  pair: CertifiedKey,
  isForced: boolean,
): Promise<void> {
  for (const file of [files.key, files.cert]) {
    if (!await exists(file)) continue;
    if (!isForced) throw new FileExistsError(file);
    // Overwriting would keep an existing file's mode.
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
