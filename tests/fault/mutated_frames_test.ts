import { assert, assertEquals } from "@std/assert";
import { Buffer } from "node:buffer";
import { concat } from "@std/bytes/concat";
import { ptBR } from "../../locale/pt_br/catalogue.ts";
import { encodeFrame } from "../../protocol/framing/encode_frame.ts";
import { FrameDecoder } from "../../protocol/framing/frame_decoder.ts";
import { DEFAULT_LIMITS } from "../../protocol/limits.ts";
import type { Hub } from "../../server/chat/hub.ts";
import { SendQueue } from "../../server/send/send_queue.ts";
import { Session } from "../../server/session/session.ts";
import { assertConsistent } from "../../server/testing/assert_consistent.ts";
import {
  JSON_WIRE,
  LOOPBACK_PEER,
  nextTick,
  openLimiter,
  reserveSlot,
  TestHub,
  TestMember,
  TEXT_WIRE,
} from "../../server/testing/test_hub.ts";
import { assertNothingLeft } from "../support/assert_nothing_left.ts";
import { mutatedChunks, mutatedPayload } from "../support/mutate.ts";
import { Peer } from "../support/peer.ts";
import { Random } from "../support/random.ts";
import { startServer, type TestServer } from "../support/server.ts";
import { report, size } from "../support/soak.ts";

const SEED = Number(Deno.env.get("FUZZ_SEED") ?? 20_261_123);

/** Frames per test, frames per connection, and connections at a time. */
const FRAMES = size(120_000, 1_000_000);
const FRAMES_A_CONNECTION = 400;
const CONNECTIONS = 8;

/** Frames that are cut in two at each byte. */
const CUT_FRAMES = size(5_000, 1_000_000);

/** Numbers of frames per connection that add up to all frames. */
function* counts(random: Random): Generator<number> {
  for (let rest = FRAMES; rest > 0;) {
    const count = Math.min(rest, 1 + random.below(FRAMES_A_CONNECTION));
    rest -= count;
    yield count;
  }
}

/** Sends chunks over a connection and waits until the server has read and answered them. */
async function sendMutated(server: TestServer, chunks: readonly Uint8Array[]): Promise<void> {
  await using peer = await Peer.connect(server);
  try {
    for (const chunk of chunks) await peer.write(chunk);
    await peer.conn.closeWrite();
  } catch {
    // The server closed the connection.
  }
  await peer.ended();
}

Deno.test(`mutated frames disturb no other client (FUZZ_SEED=${SEED})`, async () => {
  await using server = await startServer();
  await using alice = await Peer.text(server, "Espectadora");
  await using bob = await Peer.text(server, "Vizinho");
  await alice.send("/join refúgio");
  await bob.send("/join refúgio");
  await alice.next();
  await bob.next();
  const startedAt = performance.now();
  const random = new Random(SEED);
  let said = 0;
  const talk = async () => {
    await bob.send(`frase ${++said}`);
    assertEquals(await alice.next(), `[#refúgio] Vizinho: frase ${said}`);
  };
  let sending: Promise<void>[] = [];
  for (const count of counts(random)) {
    sending.push(sendMutated(server, mutatedChunks(random, count)));
    // The other clients talk meanwhile.
    await talk();
    if (sending.length === CONNECTIONS) await Promise.all(sending);
    if (sending.length === CONNECTIONS) sending = [];
  }
  await Promise.all(sending);
  await talk();
  await alice.send("/list");
  assertEquals(await alice.next(), "[SYS] Salas ativas: #geral (0), #refúgio (2)");
  report(`${FRAMES} mutated frames over TCP, cut anywhere`, {
    "messages of other clients meanwhile": said,
    "seconds": ((performance.now() - startedAt) / 1_000).toFixed(1),
  });
  for (const peer of [alice, bob]) await peer[Symbol.asyncDispose]();
  await assertNothingLeft(server, ["Espectadora", "Vizinho", "Nome", "z"]);
  assertEquals(await server.stop(), 0);
});

/** Feeds the frames of one connection to a session without a socket and checks the answers. */
async function play(hub: Hub, sent: readonly Uint8Array[]): Promise<string> {
  const answers = new FrameDecoder();
  const text = new TextDecoder("utf-8", { fatal: true });
  const outcome: string[] = [];
  const write = (bytes: Uint8Array) => {
    for (const frame of answers.push(bytes)) outcome.push(text.decode(frame));
    return Promise.resolve(bytes.length);
  };
  const sendQueue = new SendQueue({ write }, { limit: Infinity, onOverflow: () => {} });
  const dialects = { json: JSON_WIRE, text: TEXT_WIRE };
  const slot = reserveSlot(openLimiter());
  const session = new Session({
    hub,
    texts: ptBR,
    dialects,
    sendQueue,
    peer: LOOPBACK_PEER,
    slot,
    maxHandshake: 4_096,
    observer: { onEnd: () => {}, onNameAskedFor: () => {} },
  });
  const frames = new FrameDecoder();
  for (const chunk of sent) {
    for (const frame of frames.push(chunk)) await session.receive(frame);
    if (frames.error) session.expel({ code: "frame_too_large" });
  }
  await hub.pipeline.settled();
  await nextTick();
  assertConsistent(hub);
  session.abandon("closed");
  await sendQueue.drain();
  // Answers are whole frames within the limit: lines, or objects with a type.
  assertEquals([answers.pending, answers.error], [0, undefined]);
  const isJson = outcome[0]?.startsWith("{") ?? false;
  for (const answer of outcome) {
    if (isJson) assertEquals(typeof JSON.parse(answer).type, "string", answer);
    else assert(/^\[[^\p{Cc}\p{Bidi_Control}]+$/u.test(answer), JSON.stringify(answer));
  }
  return isJson ? "json" : "text";
}

Deno.test(`any input gets valid answers and leaves nothing (FUZZ_SEED=${SEED})`, async () => {
  const random = new Random(SEED);
  const errors: unknown[] = [];
  await using hub = new TestHub({ observer: { onStoreFailed: (error) => errors.push(error) } });
  const alice = TestMember.in(hub, "Espectadora");
  const dialects = { json: 0, text: 0 };
  for (const count of counts(random)) {
    const dialect = await play(hub, mutatedChunks(random, count));
    dialects[dialect as keyof typeof dialects]++;
    assertConsistent(hub);
    assertEquals([...hub.roster], [alice.member]);
  }
  assert(Math.min(dialects.json, dialects.text) > 100, JSON.stringify(dialects));
  assertEquals(errors, []);
  // The room received the messages in order without a gap.
  const ids = alice.take().flatMap((event) => event.type === "message" ? [event.id] : []);
  assert(ids.length > 1_000);
  assertEquals(ids, ids.map((_, index) => index + 1));
});

Deno.test(`the decoder finds the same frames in any chunks (FUZZ_SEED=${SEED})`, () => {
  const random = new Random(SEED);
  for (let round = 0; round < 500; round++) {
    const payloads = Array.from({ length: 1 + random.below(20) }, () => mutatedPayload(random));
    const bytes = concat(payloads.map((bytes) => encodeFrame(bytes)));
    const decoder = new FrameDecoder({ maxLength: DEFAULT_LIMITS.frame });
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

Deno.test(`frames survive a cut at each of their bytes (FUZZ_SEED=${SEED})`, () => {
  const random = new Random(SEED);
  const decoder = new FrameDecoder({ maxLength: DEFAULT_LIMITS.frame });
  let cuts = 0;
  for (let nth = 0; nth < CUT_FRAMES; nth++) {
    const frame = encodeFrame(mutatedPayload(random));
    const expected = frame.subarray(4);
    for (let at = 0; at <= frame.length; at++, cuts++) {
      const first = decoder.push(frame.subarray(0, at));
      if (at < frame.length) assert(first.length === 0 && decoder.pending === at);
      const [decoded] = at < frame.length ? decoder.push(frame.subarray(at)) : first;
      // assertEquals is too slow for millions of comparisons.
      if (Buffer.compare(decoded!, expected) !== 0) assertEquals(decoded, expected, `at ${at}`);
    }
  }
  assertEquals([decoder.pending, decoder.error], [0, undefined]);
  report(`${CUT_FRAMES} mutated frames, cut in two at each byte`, { "cuts": cuts });
});
