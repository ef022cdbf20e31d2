import { concat } from "@std/bytes/concat";
import { encodeFrame } from "../../protocol/framing/encode_frame.ts";
import type { Random } from "./random.ts";

const encoder = new TextEncoder();

/** Valid payloads, sent unchanged or mutated. */
const SAMPLES: readonly string[] = [
  "Nome",
  "olá a todos 🙂",
  "/join jogos",
  "/list",
  "/away almoço",
  "/whois x",
  "/who",
  "/msg alguem oi",
  "/history 5",
  "/search oi",
  "//x",
  '{"type":"hello","name":"x","version":1,"resume":{"#geral":3}}',
  '{"type":"join","room":"#sala","ref":"r"}',
  '{"type":"leave","room":"#sala"}',
  '{"type":"say","room":"#sala","text":"x","nonce":"n","ref":1}',
  '{"type":"direct","to":"x","text":"y","ref":2}',
  '{"type":"history","room":"#sala","before":3,"limit":2}',
  '{"type":"search","terms":"a b"}',
  '{"type":"who","room":"#sala"}',
  '{"type":"list"}',
  '{"type":"away","text":"x"}',
  '{"type":"whois","name":"x"}',
  '{"type":"rename","name":"z"}',
  '{"type":"register","password":"segredo"}',
  '{"type":"ping","ref":{"a":[null,1e999,"\\ud800"]}}',
  '{"type":"say","room":"#geral","text":"\\u202e\\ud800\\u0000","ref":1e999}',
  '{"type":"direct","to":"z","text":"y","nonce":"n","ref":"\\u0001"}',
  '{"type":"hello","name":"\u00e9","version":1,"resume":{"#sala":0,"#x":9},"token":"t"}',
  '{"type":"history","with":"x","limit":200}',
  "/nick outro",
];

/** Bytes likely to reveal errors in parsers. */
const BYTES = [0, 1, 0x0a, 0x1b, 0x22, 0x2f, 0x5b, 0x5c, 0x7b, 0x7d, 0x7f, 0x80, 0xc3, 0xed, 0xff];

/** One payload: a sample or noise, usually mutated. */
export function mutatedPayload(random: Random): Uint8Array {
  const bytes = random.below(20) === 0
    ? Uint8Array.from({ length: random.below(200) }, () => random.below(256))
    : encoder.encode(random.of(SAMPLES));
  for (let changes = random.below(4); changes > 0 && bytes.length > 0; changes--) {
    bytes[random.below(bytes.length)] = random.of(BYTES);
  }
  return random.below(10) === 0 ? bytes.subarray(0, random.below(bytes.length + 1)) : bytes;
}

/** `count` mutated frames in chunks that are cut anywhere; the last frame may be broken. */
export function mutatedChunks(random: Random, count: number): Uint8Array[] {
  const frames = Array.from({ length: count }, () => encodeFrame(mutatedPayload(random)));
  if (random.below(4) === 0) {
    frames.push(Uint8Array.from({ length: 5 }, () => random.below(256)) as Uint8Array<ArrayBuffer>);
  }
  const bytes = concat(frames);
  const cut: Uint8Array[] = [];
  for (let start = 0; start < bytes.length;) {
    const end = start + 1 + random.below(random.of([3, 100, 5_000, 20_000]));
    cut.push(bytes.subarray(start, end));
    start = end;
  }
  return cut;
}
