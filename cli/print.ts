const encoder = new TextEncoder();

/** Standard output or error cannot be written, as on a full disk. The system's error is the `cause`. */
export class OutputError extends Error {
  override name = "OutputError";
}

/** Writes a line to standard output. */
export function print(line: string): void {
  writeTo(Deno.stdout, `${line}\n`);
}

/** Writes text to standard output as it is. */
export function writeText(text: string): void {
  writeTo(Deno.stdout, text);
}

/** Writes text to standard error as it is. */
export function writeErrorText(text: string): void {
  writeTo(Deno.stderr, text);
}

/** Writes a line to standard error. */
export function printError(line: string): void {
  writeTo(Deno.stderr, `${line}\n`);
}

function writeTo(stream: { writeSync(bytes: Uint8Array): number }, text: string): void {
  let bytes = encoder.encode(text);
  try {
    while (bytes.length > 0) bytes = bytes.subarray(stream.writeSync(bytes));
  } catch (error) {
    // The reader closed the pipe, as `head` does.
    if (!(error instanceof Deno.errors.BrokenPipe)) {
      throw new OutputError("Cannot write", { cause: error });
    }
  }
}
