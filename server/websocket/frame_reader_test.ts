import { assertEquals } from "@std/assert";
import { encodeFrames } from "./encode_frames.ts";
import { WebSocketFrameReader } from "./frame_reader.ts";

const encoder = new TextEncoder();
const MASK = [1, 2, 3, 4];

/** Creates a client frame; `length` replaces the length of the payload. */
function frame(first: number, payload: Uint8Array | string, length?: number): number[] {
  const bytes = typeof payload === "string" ? encoder.encode(payload) : payload;
  const size = length ?? bytes.length;
  const long = [24, 16, 8, 0].map((shift) => (size >>> shift) & 0xff);
  const header = size < 126
    ? [size]
    : size < 65_536
    ? [126, ...long.slice(2)]
    : [127, 0, 0, 0, 0, ...long];
  header[0]! |= 0x80;
  return [first, ...header, ...MASK, ...bytes.map((byte, index) => byte ^ MASK[index & 3]!)];
}

/** Results of a reader for bytes in parts of the given size. */
function find(bytes: readonly number[], size = bytes.length, maxLength = 70_000) {
  const source = new WebSocketFrameReader(maxLength);
  const messages: string[] = [];
  const replies: number[][] = [];
  for (let start = 0; start < bytes.length; start += size) {
    messages.push(...source.push(new Uint8Array(bytes.slice(start, start + size))));
    const reply = [...source.takeReply()];
    if (reply.length > 0) replies.push(reply);
  }
  const { problem, pending, isOver } = source;
  const closeFrame = [...source.closeFrame(problem?.code ?? "closed")];
  return { messages, replies, problem, pending, isOver, closeFrame };
}

Deno.test("WebSocketFrameReader finds messages wherever they are cut", () => {
  const texts = ["", "oi", "é".repeat(63), "x".repeat(126), "y".repeat(65_536)];
  const bytes = texts.flatMap((text) => frame(0x81, text));
  for (const size of [1, 7, 1_000, bytes.length]) {
    const { messages, pending, problem } = find(bytes, size);
    assertEquals([messages, pending, problem], [texts, 0, undefined], `${size}`);
  }
});

Deno.test("WebSocketFrameReader joins fragments and answers a ping between them", () => {
  const bytes = [
    ...frame(0x01, "Ol"),
    ...frame(0x00, ""),
    ...frame(0x89, "p"),
    ...frame(0x00, new Uint8Array([0xc3])),
    ...frame(0x80, new Uint8Array([0xa1])),
    ...frame(0x81, "!"),
  ];
  for (const size of [1, bytes.length]) {
    const { messages, replies } = find(bytes, size);
    assertEquals([messages, replies], [["Olá", "!"], [[0x8a, 1, 0x70]]], `${size}`);
  }
});

Deno.test("WebSocketFrameReader finds ASCII messages of a chunk around other frames", () => {
  const bytes = [
    ...frame(0x81, "one"),
    ...frame(0x89, "ping"),
    ...frame(0x81, "two"),
    ...frame(0x81, ""),
    ...frame(0x01, "th"),
    ...frame(0x8a, "pong"),
    ...frame(0x80, "ree"),
    ...frame(0x81, "x".repeat(200)),
    ...frame(0x81, "four"),
  ];
  const texts = ["one", "two", "", "three", "x".repeat(200), "four"];
  for (const size of [1, 5, 64, bytes.length]) {
    const { messages, replies } = find(bytes, size);
    assertEquals([messages, replies], [texts, [[0x8a, 4, ...encoder.encode("ping")]]], `${size}`);
  }
  const all = [...frame(0x81, "one"), ...frame(0x8a, "pong"), ...frame(0x81, "two")];
  assertEquals(find(all).messages, ["one", "two"]);
});

Deno.test("WebSocketFrameReader passes on what came before a text that is not UTF-8", () => {
  const bytes = [
    ...frame(0x81, "one"),
    ...frame(0x81, new Uint8Array([0xff])),
    ...frame(0x81, "two"),
    ...frame(0x82, "binary"),
  ];
  const { messages, problem, closeFrame } = find(bytes);
  assertEquals([messages, problem?.value, closeFrame], [["one"], "UTF-8", [0x88, 2, 3, 239]]);
});

Deno.test("WebSocketFrameReader counts the frames that complete no message", () => {
  const source = new WebSocketFrameReader(10);
  const frames = [
    frame(0x01, "a"),
    frame(0x89, ""),
    frame(0x00, ""),
    frame(0x80, "b"),
    frame(0x8a, ""),
    frame(0x81, "c"),
  ];
  assertEquals(source.push(new Uint8Array(frames.flat())), ["ab", "c"]);
  assertEquals([source.takeOverhead(), source.takeOverhead()], [4, 0]);
});

Deno.test("WebSocketFrameReader refuses a length over the limit from its header", () => {
  const limit = { code: "frame_too_large", value: "11", limit: 10 } as const;
  assertEquals(find(frame(0x81, "", 11), 100, 10).problem, limit);
  assertEquals(find(frame(0x81, "x".repeat(10)), 100, 10).messages, ["x".repeat(10)]);
  const fragments = [
    ...frame(0x01, "x".repeat(6)),
    ...frame(0x00, "x".repeat(4)),
    ...frame(0x00, "", 1),
  ];
  assertEquals(find(fragments, 1, 10).problem, limit);
  assertEquals(
    find([0x81, 0xff, 0x7f, 255, 255, 255, 255, 255, 255, 255, ...MASK]).problem?.code,
    "frame_too_large",
  );
});

Deno.test("WebSocketFrameReader counts an empty fragment as pending", () => {
  assertEquals(find(frame(0x01, "")).pending, 1);
  assertEquals(find([...frame(0x01, "a"), ...frame(0x00, "")]).pending, 1);
  assertEquals(find([0x81]).pending, 1);
  assertEquals(find(frame(0x89, "", 5)).pending, 1);
  assertEquals(find([...frame(0x01, ""), ...frame(0x80, "")]).pending, 0);
});

/** Code and reason of a close frame. */
function closing(code: number, reason: readonly number[] = []): Uint8Array {
  return new Uint8Array([code >> 8, code & 0xff, ...reason]);
}

Deno.test("WebSocketFrameReader stops at a violation of RFC 6455 with the right code", async (t) => {
  const unfinished = frame(0x01, "a");
  const control = [0x88, 0x89, 0x8a];
  const cases: readonly (readonly [string, readonly number[], string, number])[] = [
    ["no mask", [0x81, 1, 0x61], "WebSocket: MASK", 1002],
    ["a close frame without mask", [0x88, 0], "WebSocket: MASK", 1002],
    ...[0xc1, 0xa1, 0x91, 0xc9].map((first) =>
      [`the reserved bits of ${first}`, frame(first, "a"), "WebSocket: RSV", 1002] as const
    ),
    ["bytes", frame(0x82, "a"), "WebSocket: binary", 1003],
    ["the first fragment of bytes", frame(0x02, "a"), "WebSocket: binary", 1003],
    ["a continuation of nothing", frame(0x80, "a"), "WebSocket: opcode 0", 1002],
    ["a continuation of nothing that goes on", frame(0x00, "a"), "WebSocket: opcode 0", 1002],
    ["a message in one", [...unfinished, ...frame(0x81, "b")], "WebSocket: opcode 1", 1002],
    ["a fragment in one", [...unfinished, ...frame(0x01, "b")], "WebSocket: opcode 1", 1002],
    ["bytes in a message", [...unfinished, ...frame(0x82, "b")], "WebSocket: opcode 2", 1002],
    ...[3, 4, 5, 6, 7, 11, 12, 13, 14, 15].map((opcode) =>
      [`opcode ${opcode}`, frame(0x80 | opcode, "a"), `WebSocket: opcode ${opcode}`, 1002] as const
    ),
    ...control.map((first) =>
      [`fragments of ${first}`, frame(first & 0x0f, "a"), "WebSocket: control", 1002] as const
    ),
    ...control.map((first) =>
      [`a long ${first}`, frame(first, "a".repeat(126)), "WebSocket: control", 1002] as const
    ),
    ["0 in two bytes", [0x81, 0xfe, 0, 0, ...MASK], "WebSocket: length", 1002],
    ["125 in two bytes", [0x81, 0xfe, 0, 125, ...MASK], "WebSocket: length", 1002],
    ["a ping of 1 in two bytes", [0x89, 0xfe, 0, 1, ...MASK], "WebSocket: length", 1002],
    ["1 in eight bytes", [0x81, 0xff, 0, 0, 0, 0, 0, 0, 0, 1, ...MASK], "WebSocket: length", 1002],
    [
      "65,535 in eight bytes",
      [0x81, 0xff, 0, 0, 0, 0, 0, 0, 255, 255, ...MASK],
      "WebSocket: length",
      1002,
    ],
    [
      "the highest bit of a length",
      [0x81, 0xff, 0x80, 0, 0, 0, 0, 0, 0, 1, ...MASK],
      "WebSocket: length",
      1002,
    ],
    ["invalid UTF-8", frame(0x81, new Uint8Array([0xff])), "UTF-8", 1007],
    [
      "no UTF-8 in fragments",
      [...frame(0x01, new Uint8Array([0xc3])), ...frame(0x80, new Uint8Array([0x28]))],
      "UTF-8",
      1007,
    ],
    [
      "UTF-8 that ends within a letter",
      [...frame(0x01, "a"), ...frame(0x80, new Uint8Array([0xc3]))],
      "UTF-8",
      1007,
    ],
    ["a surrogate as UTF-8", frame(0x81, new Uint8Array([0xed, 0xa0, 0x80])), "UTF-8", 1007],
    ["half a code", frame(0x88, new Uint8Array([3])), "WebSocket: close", 1002],
    ...[0, 999, 1004, 1005, 1006, 1015, 1016, 2999, 5000, 65_535].map((code) =>
      [`code ${code}`, frame(0x88, closing(code)), "WebSocket: close", 1002] as const
    ),
    [
      "a reason that is no UTF-8",
      frame(0x88, closing(1000, [0xc3, 0x28])),
      "WebSocket: close",
      1007,
    ],
  ];
  for (const [name, bytes, value, code] of cases) {
    await t.step(name, () => {
      for (const size of [1, 3, 1_000]) {
        const whole = [...frame(0x81, "first"), ...bytes, ...frame(0x81, "later")];
        const { messages, problem, isOver, closeFrame } = find(whole, size);
        assertEquals([messages, problem], [["first"], { code: "bad_message", value }]);
        assertEquals([isOver, closeFrame], [false, [0x88, 2, code >> 8, code & 0xff]]);
      }
    });
  }
});

Deno.test("WebSocketFrameReader stops at a close frame and answers it", () => {
  const codes = [1000, 1001, 1002, 1003, 1007, 1008, 1011, 1012, 1014, 3000, 4999];
  for (const payload of [new Uint8Array(0), ...codes.map((code) => closing(code, [0x61]))]) {
    const source = new WebSocketFrameReader(10);
    const bytes = new Uint8Array([...frame(0x88, payload), ...frame(0x81, "a")]);
    assertEquals([source.push(bytes), source.isOver, source.problem], [[], true, undefined]);
    assertEquals(source.closeFrame("closed"), new Uint8Array([0x88, 2, 3, 232]));
    assertEquals(source.closeFrame("shutting_down"), new Uint8Array([0x88, 2, 3, 233]));
  }
});

Deno.test("encodeFrames gives each text a frame with the shortest length", () => {
  const texts = ["", "á", "x".repeat(125), "x".repeat(126), "x".repeat(65_535), "x".repeat(65_536)];
  const headers = [[0x81, 0], [0x81, 2], [0x81, 125], [0x81, 126, 0, 126], [0x81, 126, 255, 255], [
    0x81,
    127,
    0,
    0,
    0,
    0,
    0,
    1,
    0,
    0,
  ]];
  const expected = texts.map((text, index) => [...headers[index]!, ...encoder.encode(text)]);
  assertEquals([...encodeFrames(texts)], expected.flat());
  const ascii = [0, 2, 3, 4, 5];
  assertEquals(
    [...encodeFrames(ascii.map((index) => texts[index]!))],
    ascii.flatMap((index) => expected[index]!),
  );
  // Fewer characters than 126, but more bytes.
  assertEquals([...encodeFrames(["é".repeat(63)])].slice(0, 4), [0x81, 126, 0, 126]);
});
