import { assertEquals } from "@std/assert";
import { encodeFrame } from "./framing/encode_frame.ts";
import { FrameDecoder } from "./framing/frame_decoder.ts";
import { parseClientMessage } from "./messages/parse_client_message.ts";
import { escapeControl } from "./text/escape_control.ts";
import { nameKey, toName, toRoom } from "./text/names.ts";
import vectors from "./vectors.json" with { type: "json" };

const decoder = new TextDecoder();

Deno.test("the test vectors for frames hold in both directions", () => {
  for (const { payload, frame } of vectors.frames) {
    assertEquals(encodeFrame(payload).toHex(), frame);
    const [decoded] = new FrameDecoder().push(Uint8Array.fromHex(frame));
    assertEquals(decoder.decode(decoded), payload);
  }
});

Deno.test("the test vectors for lengths hold", () => {
  for (const { header, length, refused } of vectors.lengths) {
    const frames = new FrameDecoder();
    assertEquals(frames.push(Uint8Array.fromHex(header)), []);
    assertEquals(frames.error !== undefined, refused, `${length}`);
  }
});

Deno.test("the test vectors for names and rooms hold", () => {
  for (const { given, shown, key } of vectors.names) {
    assertEquals(toName(given) ?? null, shown, given);
    if (shown !== null) assertEquals(nameKey(shown), key);
  }
  // Clients without Unicode tables may leave this to the server.
  for (const { given, shown } of vectors.marks) assertEquals(toName(given) ?? null, shown, given);
  for (const { given, shown, key } of vectors.rooms) {
    assertEquals(toRoom(given) ?? null, shown, given);
    if (shown !== null) assertEquals(nameKey(shown), key);
  }
});

Deno.test("the test vectors for escapes hold", () => {
  for (const { text, shown } of vectors.escapes) assertEquals(escapeControl(text), shown);
});

Deno.test("the test vectors for messages hold", () => {
  for (const { json, message, code, ref } of vectors.messages) {
    const parsed = parseClientMessage(json);
    if (parsed.ok) assertEquals<unknown>(parsed.message, message, json);
    else assertEquals<unknown>([parsed.problem.code, parsed.problem.ref], [code, ref], json);
  }
});
