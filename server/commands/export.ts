import { readCommandLine } from "../../cli/command_line.ts";
import { CliError } from "../../cli/cli_error.ts";
import { systemReason } from "../../cli/system_error.ts";
import { UsageError } from "../../cli/flags.ts";
import { escapeControl } from "../../protocol/text/escape_control.ts";
import { nameKey } from "../../protocol/text/names.ts";
import { EXPORT_FLAGS } from "../options/options.ts";
import type { Archive } from "../store/archive.ts";
import { openArchive } from "../store/open_archive.ts";
import { isDirectKey } from "../store/store.ts";
import { StoreError } from "../store/store_error.ts";
import { storeFailure } from "../store/store_failure.ts";
import { toLine } from "./entry_line.ts";

/** Which entries {@linkcode linesOf} yields, and in which form. */
interface LineOptions {
  /** Only entries of this conversation. */
  readonly conversation: string | undefined;
  readonly isPrivate: boolean;
  /** Whether messages are as they were sent, and changes tell what they did. */
  readonly hasChanges: boolean;
}

/**
 * Runs `chat export`: writes the stored entries as JSON, one per line.
 *
 * @param args The arguments after `export`.
 * @returns The exit code.
 * @throws {UsageError} If the command line is wrong.
 * @throws {CliError} If the messages cannot be read or written, or the room has never had any.
 */
export async function exportMessages(args: readonly string[]): Promise<number> {
  const given = await readCommandLine("export", EXPORT_FLAGS, args);
  if (given === "help") return 0;
  const { options: { db, room, private: isPrivate, changes: hasChanges }, texts } = given;
  if (room !== undefined && isPrivate) {
    throw new UsageError(texts.usage.notBoth("room", "private"));
  }
  const conversation = room === undefined ? undefined : nameKey(room);
  try {
    await using archive = await openArchive(db);
    if (conversation !== undefined && await archive.last(conversation) === 0) {
      throw new CliError(texts.export.nothingSaid(room!));
    }
    await ReadableStream.from(linesOf(archive, { conversation, isPrivate, hasChanges }))
      .pipeThrough(new TextEncoderStream())
      .pipeTo(Deno.stdout.writable);
  } catch (error) {
    // The reader closed the pipe, as `head` does.
    if (error instanceof Deno.errors.BrokenPipe) return 0;
    if (error instanceof CliError || !(error instanceof Error)) throw error;
    const reason = error instanceof StoreError
      ? storeFailure(error, texts)
      : texts.usage.cannotWrite(systemReason(error, texts.system));
    throw new CliError(reason, { cause: error });
  }
  return 0;
}

/** Yields the lines in groups, one group per page of the archive. */
async function* linesOf(archive: Archive, options: LineOptions): AsyncGenerator<string> {
  const { conversation, isPrivate, hasChanges } = options;
  const range = { isOriginal: hasChanges, ...(conversation !== undefined && { conversation }) };
  for await (const entries of archive.entries(range)) {
    const shown = entries.filter(({ conversation }) => isPrivate || !isDirectKey(conversation));
    // JSON leaves some characters unescaped that control a terminal; escaped, they parse to the same text.
    yield shown.map((entry) => `${escapeControl(JSON.stringify(toLine(entry, hasChanges)))}\n`)
      .join("");
  }
}
