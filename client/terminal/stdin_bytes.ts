/** Most bytes that are read at a time. */
const CHUNK = 64 * 1024;

/** Returns the bytes of standard input until the terminal is gone. */
export async function* stdinBytes(): AsyncGenerator<Uint8Array> {
  const buffer = new Uint8Array(CHUNK);
  for (;;) {
    // A terminal that is gone cannot be read.
    const count = await Deno.stdin.read(buffer).catch(() => null);
    if (count === null) return;
    yield buffer.slice(0, count);
  }
}
