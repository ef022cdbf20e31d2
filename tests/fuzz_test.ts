import { assert, assertEquals } from "@std/assert";
import { concat } from "@std/bytes/concat";
import { encodeFrame } from "../protocol/encode_frame.ts";
import { FrameDecoder } from "../protocol/frame_decoder.ts";
import { Peer } from "./peer.ts";
import { Random } from "./random.ts";
import { startServer } from "./server.ts";

const SEED = Number(Deno.env.get("FUZZ_SEED") ?? 20_261_123);

/** Frames in all, and frames over one connection at the most. */
const FRAMES = 120_000;
const FRAMES_A_CONNECTION = 400;

const encoder = new TextEncoder();

/** What is sent as it is and, mostly, spoilt. */
const SAMPLES: readonly string[] = [
  "Nome",
  "olá a todos 🙂",
  "/join jogos",
  "/list",
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
  '{"type":"rename","name":"z"}',
  '{"type":"register","password":"segredo"}',
  '{"type":"ping","ref":{"a":[null,1e999,"\\ud800"]}}',
];

/** Bytes that parsers trip over. */
const BYTES = [0, 1, 0x0a, 0x1b, 0x22, 0x2f, 0x5b, 0x5c, 0x7b, 0x7d, 0x7f, 0x80, 0xc3, 0xed, 0xff];

function payload(random: Random): Uint8Array {
  const bytes = random.below(20) === 0
    ? Uint8Array.from({ length: random.below(200) }, () => random.below(256))
    : encoder.encode(random.of(SAMPLES));
  for (let changes = random.below(4); changes > 0 && bytes.length > 0; changes--) {
    bytes[random.below(bytes.length)] = random.of(BYTES);
  }
  return random.below(10) === 0 ? bytes.subarray(0, random.below(bytes.length + 1)) : bytes;
}

/** What one connection sends, in chunks that cut it anywhere; the last may be a broken frame. */
function chunks(random: Random, count: number): Uint8Array[] {
  const frames = Array.from({ length: count }, () => encodeFrame(payload(random)));
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

Deno.test(`Frames spoilt at random hurt nobody else (FUZZ_SEED=${SEED})`, async () => {
  await using server = await startServer();
  await using alice = await Peer.text(server, "Espectadora");
  await using bob = await Peer.text(server, "Vizinho");
  await alice.send("/join refúgio");
  await bob.send("/join refúgio");
  await alice.next();
  await bob.next();
  const random = new Random(SEED);
  for (let sent = 0; sent < FRAMES;) {
    const count = Math.min(FRAMES - sent, 1 + random.below(FRAMES_A_CONNECTION));
    sent += count;
    await using peer = await Peer.connect(server);
    try {
      for (const chunk of chunks(random, count)) await peer.write(chunk);
      await peer.conn.closeWrite();
    } catch {
      // The server had enough of it.
    }
    // All of it was read and answered when the server closes.
    await peer.ended();
    await bob.send(`depois de ${sent}`);
    assertEquals(await alice.next(), `[#refúgio] Vizinho: depois de ${sent}`);
  }
  // No member without a session, no room without a member.
  await alice.send("/list");
  assertEquals(await alice.next(), "[SYS] Salas ativas: #geral (0), #refúgio (2)");
  assertEquals(server.errors, []);
  assertEquals(await server.stop(), 0);
});

Deno.test(`The decoder gives the same frames however they are cut (FUZZ_SEED=${SEED})`, () => {
  const random = new Random(SEED);
  for (let round = 0; round < 500; round++) {
    const payloads = Array.from({ length: 1 + random.below(20) }, () => payload(random));
    const bytes = concat(payloads.map((bytes) => encodeFrame(bytes)));
    const decoder = new FrameDecoder();
    const decoded: Uint8Array[] = [];
    for (let start = 0; start < bytes.length;) {
      const end = start + 1 + random.below(30);
      for (const frame of decoder.push(bytes.slice(start, end))) decoded.push(frame.slice());
      start = end;
    }
    assert(decoder.pending === 0 && decoder.error === undefined);
    assertEquals(decoded, payloads.map((bytes) => bytes.slice()));
  }
});
