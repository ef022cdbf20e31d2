import { assertEquals } from "@std/assert";
import { encodeFrames } from "../../protocol/framing/encode_frame.ts";
import { FrameDecoder } from "../../protocol/framing/frame_decoder.ts";
import { decodeBatch } from "./decode_batch.ts";

const decoder = new TextDecoder();

/** Texts of the frames in chunks, and how many were decoded together. */
function decode(chunks: readonly Uint8Array[]): [texts: string[], together: number] {
  const frames = new FrameDecoder();
  const decoded = chunks.flatMap((chunk) => decodeBatch(frames.push(chunk)));
  const texts = decoded.map((part) => typeof part === "string" ? part : decoder.decode(part));
  return [texts, decoded.filter((part) => typeof part === "string").length];
}

Deno.test("decodeBatch decodes ASCII frames with one call, whatever the lengths", () => {
  const texts = ["a", "", "x".repeat(200), "{}", ""];
  assertEquals(decode([encodeFrames(texts)]), [texts, 5]);
});

Deno.test("decodeBatch returns the frames as they are if one is not ASCII", () => {
  const texts = ["a", "é", "x".repeat(200)];
  assertEquals(decode([encodeFrames(texts)]), [texts, 0]);
  const broken = new Uint8Array([0, 0, 0, 1, 0xff, 0, 0, 0, 1, 65]);
  assertEquals(decode([broken]), [["\ufffd", "A"], 0]);
});

Deno.test("decodeBatch decodes a frame from two chunks by itself", () => {
  const texts = ["abc", "de", "f"];
  const bytes = encodeFrames(texts);
  assertEquals(decode([bytes.slice(0, 5), bytes.slice(5)]), [texts, 2]);
  // One of the two frames in the second chunk began in the first.
  assertEquals(decode([bytes.slice(0, 8), bytes.slice(8)]), [texts, 0]);
});
