import { PassThrough } from "node:stream";

/**
 * Gives what is typed as a stream for `node:readline`. Not `process.stdin`, since readline pauses its input while it
 * completes a word, and runtimes before Deno 2.9 lose what is typed next.
 *
 * @returns A stream that ends when the terminal is gone, with `setRawMode` as readline expects it.
 */
export function keyboard(): PassThrough {
  const keys = new PassThrough();
  pump(keys);
  return Object.assign(keys, {
    isTTY: true,
    setRawMode: (isRaw: boolean) => Deno.stdin.setRaw(isRaw),
  });
}

async function pump(keys: PassThrough): Promise<void> {
  const buffer = new Uint8Array(4_096);
  try {
    for (;;) {
      const count = await Deno.stdin.read(buffer);
      if (count === null) break;
      keys.write(buffer.slice(0, count));
    }
  } catch {
    // The terminal is gone.
  }
  keys.end();
}
