import { assertEquals } from "@std/assert";
import { inputLines } from "./input_lines.ts";

/** Encodes text as UTF-16 of either byte order. */
function utf16(text: string, isLittle: boolean): Uint8Array {
  const bytes = new DataView(new ArrayBuffer(text.length * 2));
  for (let at = 0; at < text.length; at++) bytes.setUint16(at * 2, text.charCodeAt(at), isLittle);
  return new Uint8Array(bytes.buffer);
}

/** Lines of an input that arrives in pieces of the given size. */
function lines(bytes: Uint8Array, size: number): Promise<(string | undefined)[]> {
  const pieces: Uint8Array[] = [];
  for (let at = 0; at < bytes.length; at += size) pieces.push(bytes.slice(at, at + size));
  return Array.fromAsync(inputLines(ReadableStream.from(pieces)));
}

Deno.test("inputLines finds the same lines wherever the input is cut, in each encoding", async () => {
  // U+0A0D and U+0D0A contain the bytes of a line break.
  const text = "olá 👋\r\n\n\u0a0d\u0d0a ਊ\nfim";
  const encoder = new TextEncoder();
  const inputs = [
    encoder.encode(text),
    encoder.encode(`\ufeff${text}`),
    utf16(`\ufeff${text}`, true),
    utf16(`\ufeff${text}`, false),
  ];
  for (const input of inputs) {
    for (let size = 1; size <= input.length; size++) {
      assertEquals(await lines(input, size), ["olá 👋", "", "\u0a0d\u0d0a ਊ", "fim"], `${size}`);
    }
  }
});

Deno.test("inputLines skips lines that are not text and returns the others", async () => {
  const latin1 = new Uint8Array([0x6f, 0x69, 0x0a, 0x6f, 0x6c, 0xe1, 0x0a, 0x73, 0x69, 0x6d]);
  assertEquals(await lines(latin1, 3), ["oi", undefined, "sim"]);
  assertEquals(await lines(utf16("oi\nsim\n", true), 5), [undefined, undefined, undefined]);
  assertEquals(await lines(utf16("\ufeff\ud800\noi\n", true), 5), [undefined, "oi"]);
  // A character cut off and half a code unit.
  assertEquals(await lines(new Uint8Array([0xc3]), 1), [undefined]);
  assertEquals(await lines(new Uint8Array([0xff, 0xfe, 0x61]), 1), [undefined]);
  assertEquals(await lines(new Uint8Array(0), 1), []);
  assertEquals(await lines(new TextEncoder().encode("a"), 1), ["a"]);
});

Deno.test("inputLines treats a byte order mark as text except at the start", async () => {
  const input = new TextEncoder().encode("a\n\ufeffb\n");
  assertEquals(await lines(input, 100), ["a", "\ufeffb"]);
});
