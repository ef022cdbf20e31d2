const encoder = new TextEncoder();

/** Writes a line to standard output. */
export function print(line: string): void {
  writeLine(Deno.stdout, line);
}

/** Writes a line to standard error. */
export function printError(line: string): void {
  writeLine(Deno.stderr, line);
}

function writeLine(stream: { writeSync(bytes: Uint8Array): number }, line: string): void {
  let bytes = encoder.encode(`${line}\n`);
  try {
    while (bytes.length > 0) bytes = bytes.subarray(stream.writeSync(bytes));
  } catch (error) {
    // Whoever read it has seen enough, as `head` has.
    if (!(error instanceof Deno.errors.BrokenPipe)) throw error;
  }
}
