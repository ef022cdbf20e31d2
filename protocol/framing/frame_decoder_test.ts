import { assert, assertEquals, assertRejects, assertThrows } from "@std/assert";
import { concat } from "@std/bytes/concat";
import { encodeFrame, encodeFrames } from "./encode_frame.ts";
import { FrameDecoder } from "./frame_decoder.ts";
import { FrameDecoderStream } from "./frame_decoder_stream.ts";
import { FrameEncoderStream } from "./frame_encoder_stream.ts";

const PAYLOADS = ["", "oi", "Olá a todos! 🙂", "x".repeat(300)];
const BYTES = encodeFrames(PAYLOADS);

function decodeAll(decoder: FrameDecoder, chunks: Iterable<Uint8Array>): string[] {
  const text = new TextDecoder();
  return [...chunks].flatMap((chunk) => decoder.push(chunk).map((frame) => text.decode(frame)));
}

Deno.test("FrameDecoder joins frames that are cut at any two places", () => {
  for (let first = 0; first <= BYTES.length; first++) {
    for (const second of [first, first + 1, first + 7, BYTES.length]) {
      const chunks = [BYTES.slice(0, first), BYTES.slice(first, second), BYTES.slice(second)];
      assertEquals(decodeAll(new FrameDecoder(), chunks), PAYLOADS);
    }
  }
});

Deno.test("FrameDecoder takes single bytes and counts those it holds", () => {
  const decoder = new FrameDecoder();
  const pending = [...encodeFrame("oi")].map((byte) => {
    decoder.push(new Uint8Array([byte]));
    return decoder.pending;
  });
  assertEquals(pending, [1, 2, 3, 4, 5, 0]);
});

Deno.test("FrameDecoder returns the frames before a length over the limit, none after", () => {
  const decoder = new FrameDecoder({ maxLength: 2 });
  const chunk = concat([encodeFrame("a"), encodeFrame("bb"), encodeFrame("ccc"), encodeFrame("d")]);
  assertEquals(decodeAll(decoder, [chunk]), ["a", "bb"]);
  assertEquals(
    decoder.error?.message,
    "Cannot decode frame as its length must be <= 2: current value is 3",
  );
  assertEquals(decoder.push(encodeFrame("e")), []);
});

Deno.test("FrameDecoder holds at most twice the bytes received, whatever is announced", () => {
  const decoder = new FrameDecoder({ maxLength: 2 ** 31 });
  decoder.push(new Uint8Array([0x7f, 0xff, 0xff, 0xff, 1, 2, 3]));
  assertEquals(decoder.pending, 7);
  assertEquals(decoder.error, undefined);
});

Deno.test("FrameDecoderStream emits the frames that one chunk completes as one array", async () => {
  const chunks = [BYTES.slice(0, 5), BYTES.slice(5)];
  const stream = ReadableStream.from(chunks).pipeThrough(new FrameDecoderStream());
  const arrays = await Array.fromAsync(stream);
  assertEquals(arrays.map((frames) => frames.length), [1, 3]);
});

Deno.test("FrameDecoderStream emits the frames before a bad length, then errors", async () => {
  const chunk = concat([encodeFrame("a"), new Uint8Array([255, 255, 255, 255])]);
  const reader = ReadableStream.from([chunk]).pipeThrough(new FrameDecoderStream()).getReader();
  assertEquals((await reader.read()).value?.length, 1);
  await assertRejects(() => reader.read(), RangeError, "current value is 4294967295");
});

Deno.test("FrameDecoderStream errors if its source ends inside a frame", async () => {
  const stream = ReadableStream.from([new Uint8Array([0, 0, 0, 9, 1])])
    .pipeThrough(new FrameDecoderStream());
  await assertRejects(() => Array.fromAsync(stream), Error, "5 bytes were left");
});

Deno.test("FrameEncoderStream frames bytes and text and refuses what exceeds the limit", async () => {
  const source = ReadableStream.from(["oi", new Uint8Array([1])]);
  const frames = await Array.fromAsync(source.pipeThrough(new FrameEncoderStream()));
  assertEquals(frames.map((frame) => [...frame]), [[0, 0, 0, 2, 111, 105], [0, 0, 0, 1, 1]]);
  const long = ReadableStream.from(["longo"]).pipeThrough(new FrameEncoderStream({ maxLength: 4 }));
  await assertRejects(() => Array.fromAsync(long), RangeError, "current value is 5");
});

Deno.test("encodeFrame counts bytes, not characters", () => {
  assertEquals(encodeFrame("é", { maxLength: 2 }).length, 6);
  assertThrows(() => encodeFrame("éé", { maxLength: 3 }), RangeError, "<= 3: current value is 4");
});

Deno.test("encodeFrames equals encodeFrame for each text", () => {
  const texts = ["", "abc", "é\u07ff\u0800\uffff", "a🙂b\ud83dc\ude42", "\ud83d", "x".repeat(999)];
  assertEquals(encodeFrames(texts), concat(texts.map((text) => encodeFrame(text))));
  assertEquals(encodeFrames(["só", "ascii"]), concat([encodeFrame("só"), encodeFrame("ascii")]));
  assertEquals(encodeFrames([]).length, 0);
});

Deno.test("encodeFrames returns fresh bytes each time", () => {
  const first = encodeFrames(["um"]);
  encodeFrames(["dois"]);
  assertEquals(first, encodeFrame("um"));
  assert(encodeFrames(["x".repeat(200_000)]).length === 200_004);
});
