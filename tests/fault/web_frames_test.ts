import { assert, assertEquals } from "@std/assert";
import { concat } from "@std/bytes/concat";
import { WebSocketFrameReader } from "../../server/websocket/frame_reader.ts";
import { connectWeb, readToEnd } from "../support/http.ts";
import { mutatedPayload } from "../support/mutate.ts";
import { Peer } from "../support/peer.ts";
import { Random } from "../support/random.ts";
import { startServer, type TestServer } from "../support/server.ts";
import { report, size } from "../support/soak.ts";
import {
  clientFrame,
  CLOSE,
  CONTINUATION,
  FIN_BIT,
  PING,
  TEXT,
  upgrade,
  upgradeRequest,
} from "../support/websocket.ts";

const SEED = Number(Deno.env.get("FUZZ_SEED") ?? 20_261_125);

/** Rounds without a socket, and connections with mutated input. */
const ROUNDS = size(2_000, 100_000);
const CONNECTIONS = size(400, 10_000);

/** Largest message, in bytes. */
const LIMIT = 4_000;

const decoder = new TextDecoder("utf-8", { ignoreBOM: true });
const encoder = new TextEncoder();

/** Frames of a text, in fragments with pings in between. */
function inFragments(random: Random, text: string): Uint8Array {
  const bytes = encoder.encode(text);
  const frames: Uint8Array[] = [];
  const parts = [...cut(random, bytes, 1 + random.below(2 * bytes.length + 1))];
  if (parts.length === 0 || random.below(3) === 0) parts.push(new Uint8Array(0));
  for (const [index, part] of parts.entries()) {
    const final = index === parts.length - 1 ? FIN_BIT : 0;
    frames.push(clientFrame(final | (index === 0 ? TEXT : CONTINUATION), part));
    if (random.below(4) === 0) {
      frames.push(clientFrame(FIN_BIT | PING, "x".repeat(random.below(126))));
    }
  }
  return concat(frames);
}

/** Cuts bytes into pieces of up to `most` bytes. */
function* cut(random: Random, bytes: Uint8Array, most: number): Generator<Uint8Array> {
  for (let start = 0; start < bytes.length;) {
    const end = start + 1 + random.below(most);
    yield bytes.slice(start, end);
    start = end;
  }
}

/** Changes some bytes and sometimes cuts the end. */
function mutateBytes(random: Random, bytes: Uint8Array): Uint8Array {
  const mutated = bytes.slice();
  for (let count = random.below(4); count > 0 && mutated.length > 0; count--) {
    mutated[random.below(mutated.length)] = random.below(256);
  }
  return random.below(4) === 0 ? mutated.slice(0, random.below(mutated.length + 1)) : mutated;
}

Deno.test(`WebSocket messages survive any fragments and cuts (FUZZ_SEED=${SEED})`, () => {
  const random = new Random(SEED);
  for (let round = 0; round < ROUNDS; round++) {
    const texts = Array.from(
      { length: 1 + random.below(5) },
      () => decoder.decode(mutatedPayload(random)),
    );
    const bytes = concat(texts.map((text) => inFragments(random, text)));
    const source = new WebSocketFrameReader(Infinity);
    const found = [...cut(random, bytes, 1 + random.below(500))].flatMap((
      piece,
    ) => [...source.push(piece)]);
    assertEquals([found, source.pending, source.problem], [texts, 0, undefined]);
  }
});

Deno.test(`mutated WebSocket frames cost one message at most (FUZZ_SEED=${SEED})`, () => {
  const random = new Random(SEED);
  const ends = { problem: 0, over: 0, neither: 0 };
  for (let round = 0; round < ROUNDS; round++) {
    const texts = Array.from(
      { length: 3 },
      () => decoder.decode(mutatedPayload(random)).slice(0, 1_000),
    );
    const frames = texts.map((text) => inFragments(random, text));
    if (random.below(4) === 0) frames.splice(random.below(4), 0, clientFrame(FIN_BIT | CLOSE));
    const bytes = mutateBytes(random, concat(frames));
    const source = new WebSocketFrameReader(LIMIT);
    for (const piece of cut(random, bytes, 1 + random.below(500))) {
      const hadEnded = source.problem !== undefined || source.isOver;
      const found = source.push(piece);
      if (hadEnded) assertEquals(found, []);
      for (const text of found) assert(encoder.encode(text).length <= LIMIT);
      assert(source.pending <= LIMIT + 125 + 14, `${source.pending}`);
      source.takeReply();
    }
    ends[source.problem ? "problem" : source.isOver ? "over" : "neither"]++;
  }
  // The test is only complete if each kind of end occurred.
  assert(Math.min(...Object.values(ends)) > 0, JSON.stringify(ends));
});

/** Sends a mutated handshake, or mutated frames after a valid one, and waits for the end. */
async function send(server: TestServer, random: Random): Promise<void> {
  using conn = await connectWeb(server);
  const request = upgradeRequest(server);
  if (random.below(3) === 0) {
    await conn.write(mutateBytes(random, request));
    await conn.closeWrite();
    await readToEnd(conn);
  } else {
    await upgrade(conn, request);
    const hello = `{"type":"hello","name":"z${random.below(50)}","version":1}`;
    const texts = Array.from({ length: 5 }, () => decoder.decode(mutatedPayload(random)));
    const frames = concat([hello, ...texts].map((text) => inFragments(random, text)));
    const ended = readToEnd(conn);
    try {
      for (const piece of cut(random, mutateBytes(random, frames), 2_000)) await conn.write(piece);
      await conn.closeWrite();
    } catch {
      // The server closed the connection.
    }
    await ended;
  }
}

Deno.test(`mutated HTTP and WebSocket input disturbs no client (FUZZ_SEED=${SEED})`, async () => {
  await using server = await startServer({ transport: "websocket" });
  await using ana = await Peer.json(server, "Ana");
  await using bia = await Peer.json(server, "Bia");
  for (const peer of [ana, bia]) {
    await peer.send({ type: "join", room: "refúgio" });
    await peer.skipTo("history");
  }
  const random = new Random(SEED);
  const startedAt = performance.now();
  for (let sent = 0; sent < CONNECTIONS; sent += 8) {
    const sending = Array.from({ length: 8 }, () => send(server, random));
    await bia.send({ type: "say", room: "refúgio", text: `frase ${sent}` });
    for (;;) {
      const { room, text } = await ana.skipTo("message");
      if (room !== "#refúgio") continue;
      assertEquals(text, `frase ${sent}`);
      break;
    }
    await Promise.all(sending);
  }
  report(`${CONNECTIONS} mutated connections over WebSocket`, {
    "seconds": ((performance.now() - startedAt) / 1_000).toFixed(1),
  });
  assertEquals(await server.stop(), 0);
  assertEquals(server.errors, []);
  // Some connections got as far as signing in and were disconnected later.
  assert(
    server.log.some((line) => / z\d+: mensagem inválida$/.test(line)),
    server.log.slice(-20).join("\n"),
  );
});
