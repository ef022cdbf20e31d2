import { assertEquals } from "@std/assert";
import { ReadBuffer } from "./read_buffer.ts";

/** Reads of the given sizes in turn; returns the buffer size after each. */
function sizes(buffer: ReadBuffer, counts: readonly number[]): number[] {
  return counts.map((count) => {
    buffer.fit(Math.min(count, buffer.bytes.length));
    return buffer.bytes.length;
  });
}

Deno.test("a read buffer grows while reads fill it, up to 64 KiB", () => {
  const full = Array.from({ length: 9 }, () => Infinity);
  const grown = [1024, 2048, 4096, 8192, 16384, 32768, 65536, 65536, 65536];
  assertEquals(sizes(new ReadBuffer(), full), grown);
});

Deno.test("a read buffer keeps its size for a large read in two parts", () => {
  const buffer = new ReadBuffer();
  sizes(buffer, [Infinity, Infinity, Infinity, Infinity]);
  // 9,408 bytes arrive at a time: as 8,192 and the rest, then in one read.
  const burst = [9408, 1216, 9408, 9408, 9408];
  assertEquals(sizes(buffer, burst), [16384, 16384, 16384, 16384, 16384]);
});

Deno.test("a read buffer shrinks again after small reads", () => {
  const buffer = new ReadBuffer();
  sizes(buffer, [Infinity, Infinity, Infinity, Infinity]);
  const [first, ...others] = sizes(buffer, Array.from({ length: 100 }, () => 10));
  assertEquals(first, 8192);
  assertEquals(others.at(-1), 512);
});
