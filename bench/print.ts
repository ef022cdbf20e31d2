const encoder = new TextEncoder();

/** Writes a line to standard output. All output goes through here, so that nothing else gets into the table. */
export function print(line: string): void {
  writeAll(Deno.stdout, line);
}

/** Writes a line about progress to standard error. */
export function printProgress(line: string): void {
  writeAll(Deno.stderr, line);
}

function writeAll(sink: { writeSync(bytes: Uint8Array): number }, line: string): void {
  let bytes = encoder.encode(`${line}\n`);
  while (bytes.length > 0) bytes = bytes.subarray(sink.writeSync(bytes));
}
