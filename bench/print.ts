const encoder = new TextEncoder();

/** Writes a line to the output: the one way there, so that nothing else gets into the table. */
export function print(line: string): void {
  writeAll(Deno.stdout, line);
}

/** Writes a line about how things go, beside the output. */
export function printProgress(line: string): void {
  writeAll(Deno.stderr, line);
}

function writeAll(sink: { writeSync(bytes: Uint8Array): number }, line: string): void {
  let bytes = encoder.encode(`${line}\n`);
  while (bytes.length > 0) bytes = bytes.subarray(sink.writeSync(bytes));
}
