import { assertEquals } from "@std/assert";
import { encodeMessages } from "./encode_messages.ts";
import { WebSocketSource } from "./websocket_source.ts";

const encoder = new TextEncoder();
const MASK = [1, 2, 3, 4];

/** Makes a frame as a client does; `length` is said in place of the payload's own. */
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

/** Gives what a source finds in bytes that come in parts of a size. */
function find(bytes: readonly number[], size = bytes.length, maxLength = 70_000) {
  const source = new WebSocketSource(maxLength);
  const messages: string[] = [];
  const replies: number[][] = [];
  for (let start = 0; start < bytes.length; start += size) {
    messages.push(...source.push(new Uint8Array(bytes.slice(start, start + size))));
    const reply = [...source.takeReply()];
    if (reply.length > 0) replies.push(reply);
  }
  const { problem, pending, isOver } = source;
  return { messages, replies, problem, pending, isOver };
}

Deno.test("WebSocketSource finds messages, however they are cut", () => {
  const texts = ["", "oi", "é".repeat(63), "x".repeat(126), "y".repeat(65_536)];
  const bytes = texts.flatMap((text) => frame(0x81, text));
  for (const size of [1, 7, 1_000, bytes.length]) {
    const { messages, pending, problem } = find(bytes, size);
    assertEquals([messages, pending, problem], [texts, 0, undefined], `${size}`);
  }
});

Deno.test("WebSocketSource puts fragments together, and answers a ping between them", () => {
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

Deno.test("WebSocketSource counts the frames that complete no message", () => {
  const source = new WebSocketSource(10);
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

Deno.test("WebSocketSource refuses a length over the limit from its header, alone or with what came before", () => {
  const limit = { code: "frame_too_large", detail: "11 B > 10 B" } as const;
  assertEquals(find(frame(0x81, "", 11), 100, 10).problem, limit);
  assertEquals(find(frame(0x81, "x".repeat(10)), 100, 10).messages, ["x".repeat(10)]);
  const fragments = [
    ...frame(0x01, "x".repeat(6)),
    ...frame(0x00, "x".repeat(4)),
    ...frame(0x00, "", 1),
  ];
  assertEquals(find(fragments, 1, 10).problem, limit);
  assertEquals(
    find([0x81, 0xff, 0xff, 255, 255, 255, 255, 255, 255, 255, ...MASK]).problem?.code,
    "frame_too_large",
  );
});

Deno.test("WebSocketSource counts what has begun as pending, though it is empty", () => {
  assertEquals(find(frame(0x01, "")).pending, 1);
  assertEquals(find([...frame(0x01, "a"), ...frame(0x00, "")]).pending, 1);
  assertEquals(find([0x81]).pending, 1);
  assertEquals(find(frame(0x89, "", 5)).pending, 1);
  assertEquals(find([...frame(0x01, ""), ...frame(0x80, "")]).pending, 0);
});

Deno.test("WebSocketSource finds nothing after what must not be", () => {
  const unmasked = [0x81, 1, 0x61];
  const cases: readonly (readonly [string, readonly number[], string])[] = [
    ["no mask", unmasked, "WebSocket: MASK"],
    ["an extension", frame(0xc1, "a"), "WebSocket: RSV"],
    ["bytes", frame(0x82, "a"), "WebSocket: binary"],
    ["a fragment of nothing", frame(0x80, "a"), "WebSocket: opcode 0"],
    ["a message in a message", [...frame(0x01, "a"), ...frame(0x81, "b")], "WebSocket: opcode 1"],
    ["what is not defined", frame(0x83, "a"), "WebSocket: opcode 3"],
    ["what is not defined of control", frame(0x8b, "a"), "WebSocket: opcode 11"],
    ["a ping in fragments", frame(0x09, "a"), "WebSocket: control"],
    ["a long ping", frame(0x89, "a".repeat(126)), "WebSocket: control"],
    ["no UTF-8", frame(0x81, new Uint8Array([0xff])), "UTF-8"],
  ];
  for (const [name, bytes, detail] of cases) {
    const { messages, problem } = find(
      [...frame(0x81, "first"), ...bytes, ...frame(0x81, "later")],
      3,
    );
    assertEquals([messages, problem], [["first"], { code: "bad_message", detail }], name);
  }
});

Deno.test("WebSocketSource takes nothing after the peer's goodbye, and has one of its own", () => {
  const source = new WebSocketSource(10);
  const bytes = new Uint8Array([...frame(0x88, new Uint8Array([3, 232])), ...frame(0x81, "a")]);
  assertEquals([source.push(bytes), source.isOver], [[], true]);
  assertEquals(source.farewell("closed"), new Uint8Array([0x88, 2, 3, 232]));
  assertEquals(source.farewell("shutting_down"), new Uint8Array([0x88, 2, 3, 233]));
});

Deno.test("encodeMessages writes each text in a frame, its length as short as it can be", () => {
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
  const expected = texts.flatMap((text, index) => [...headers[index]!, ...encoder.encode(text)]);
  assertEquals([...encodeMessages(texts)], expected);
});
