/** Maximum bytes per read. */
const CHUNK = 64 * 1024;

/** Yields the bytes of standard input until the terminal is closed. */
export async function* stdinBytes(): AsyncGenerator<Uint8Array> {
  const buffer = new Uint8Array(CHUNK);
  for (;;) {
    // A closed terminal cannot be read.
    const count = await Deno.stdin.read(buffer).catch(() => null);
    if (count === null) return;
    yield buffer.slice(0, count);
  }
}
