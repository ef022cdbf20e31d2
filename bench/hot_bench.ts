/** `deno bench`: the functions that run for every message or chunk. */
import { ptBR } from "../locale/pt_br/catalogue.ts";
import { encodeFrame, encodeFrames } from "../protocol/framing/encode_frame.ts";
import { FrameDecoder } from "../protocol/framing/frame_decoder.ts";
import { DEFAULT_LIMITS } from "../protocol/limits.ts";
import type { RoomMessage } from "../protocol/messages/server_messages.ts";
import { parseClientMessage } from "../protocol/messages/parse_client_message.ts";
import { MessageBatch } from "../server/chat/message_batch.ts";
import { JsonDialect } from "../server/dialect/json_dialect.ts";
import { TextDialect } from "../server/dialect/text_dialect.ts";

/** Messages per chunk and batch: what one turn of the event loop brings under load. */
const COUNT = 256;

/** Size of the pieces of a chunk on a slow network, in bytes. */
const PIECE = 97;

const text = "x".repeat(100);
const accented = "çã ".repeat(33);
const room = "#geral";

const say = JSON.stringify({ type: "say", room, text });
const sayAccented = JSON.stringify({
  type: "say",
  room,
  text: accented,
  ref: 1,
  nonce: "abcdefgh",
});
const says = Array.from({ length: COUNT }, () => say);
const chunk = encodeFrames(says);
const pieces = Array.from(
  { length: Math.ceil(chunk.length / PIECE) },
  (_, nth) => chunk.subarray(nth * PIECE, (nth + 1) * PIECE),
);
const frame = encodeFrame(say).subarray(4);

const messages = Array.from(
  { length: COUNT },
  (_, nth): RoomMessage => ({ id: nth + 1, room, from: "Alice", text, at: Date.now() }),
);
const oneSpeaker = messages.map(() => "a");
const fourSpeakers = messages.map((_, nth) => `abcd`.charAt(nth % 4));
const json = new JsonDialect(encodeFrames, DEFAULT_LIMITS);
const lines = new TextDialect(encodeFrames, DEFAULT_LIMITS, ptBR);

Deno.bench(`decode a chunk of ${COUNT} frames`, { group: "decode", baseline: true }, () => {
  new FrameDecoder().push(chunk);
});

Deno.bench(`decode ${COUNT} frames in pieces of ${PIECE} bytes`, { group: "decode" }, () => {
  const decoder = new FrameDecoder();
  for (const piece of pieces) decoder.push(piece);
});

Deno.bench(`encode ${COUNT} frames, one by one`, { group: "encode", baseline: true }, () => {
  for (const payload of says) encodeFrame(payload);
});

Deno.bench(`encode ${COUNT} frames at once`, { group: "encode" }, () => {
  encodeFrames(says);
});

Deno.bench("JSON.parse of a message", { group: "parse", baseline: true }, () => {
  JSON.parse(say);
});

Deno.bench("parse and check a message", { group: "parse" }, () => {
  parseClientMessage(say);
});

Deno.bench("parse and check a message with accents, ref and nonce", { group: "parse" }, () => {
  parseClientMessage(sayAccented);
});

Deno.bench("read a message from its bytes", { group: "parse" }, () => {
  json.decode(frame);
});

Deno.bench(`encode a batch of ${COUNT} as JSON`, { group: "batch", baseline: true }, () => {
  new MessageBatch(messages, oneSpeaker).whole(json);
});

Deno.bench(`encode a batch of ${COUNT} as text`, { group: "batch" }, () => {
  new MessageBatch(messages, oneSpeaker).whole(lines);
});

Deno.bench(`encode a batch of ${COUNT} by four speakers as text`, { group: "batch" }, () => {
  new MessageBatch(messages, fourSpeakers).whole(lines);
});
