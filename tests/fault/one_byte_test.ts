import { assert, assertEquals } from "@std/assert";
import { delay } from "@std/async/delay";
import { enter, trySend } from "../../bench/load/socket.ts";
import { cpuSeconds } from "../../bench/measure/cpu.ts";
import { textWire } from "../../bench/wires/text_wire.ts";
import { encodeFrame } from "../../protocol/framing/encode_frame.ts";
import { AckTimes } from "../support/ack_times.ts";
import { assertNothingLeft } from "../support/assert_nothing_left.ts";
import { testWith } from "../support/needs.ts";
import { Peer } from "../support/peer.ts";
import { mebibytes, processUsage } from "../support/process_usage.ts";
import { startServer } from "../support/server.ts";
import { report, size } from "../support/soak.ts";
import { Sockets } from "../support/sockets.ts";
import { waitUntil } from "../support/wait_until.ts";

/** Peers that send byte by byte: short frames, a frame they never finish, and one before their name. */
const FINISHING = size(40, 900);
const BEGINNING = size(40, 900);
const NAMELESS = size(20, 200);

/** Pause between two bytes in milliseconds, and number of bytes. */
const PAUSE = size(100, 1_000);
const BYTES = size(30, 40);

/** Timeouts of a frame and of the handshake, in seconds. */
const DEADLINE = size(3, 10);

/** A frame of six bytes, and one that cannot be finished in time. */
const SHORT = encodeFrame("oi");
const LONG = encodeFrame("x".repeat(1_000));

/** Parts of a pause over which the peers are spread. */
const SLICES = 20;

/** Pause between two messages of another client, in milliseconds. */
const ACK_PAUSE = 20;

const ROOMS = 20;

interface Dripping {
  readonly fd: number;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

testWith("linux", "peers that send byte by byte finish in time or are disconnected", async () => {
  const deadlines = ["--handshake-timeout", `${DEADLINE}`, "--read-timeout", `${DEADLINE}`];
  await using server = await startServer({ args: ["--log", "json", ...deadlines] });
  await using alice = await Peer.json(server, "Alice");
  const before = processUsage(server.pid);
  using sockets = new Sockets(server.port);
  const peers: Dripping[] = [];
  for (let nth = 0; nth < FINISHING + BEGINNING; nth++) {
    const fd = sockets.open();
    enter(fd, textWire.enter(`g${nth}`, textWire.room(nth % ROOMS)));
    peers.push({ fd, bytes: nth < FINISHING ? SHORT : LONG });
    if (nth % 50 === 0) await delay(0);
  }
  for (let nth = 0; nth < NAMELESS; nth++) peers.push({ fd: sockets.open(), bytes: LONG });
  const startedAt = performance.now();
  const spent = cpuSeconds(server.pid);
  const acks = new AckTimes(alice);
  let peak = 0;
  let isOver = false;
  const asked = (async () => {
    for (; !isOver; await delay(ACK_PAUSE)) await acks.measure();
  })();
  for (let turn = 0; turn < BYTES * SLICES; turn++) {
    const byte = Math.floor(turn / SLICES);
    for (let nth = turn % SLICES; nth < peers.length; nth += SLICES) {
      const { fd, bytes } = peers[nth]!;
      const at = byte % bytes.length;
      trySend(fd, bytes.subarray(at, at + 1));
    }
    if (turn % SLICES === 0) peak = Math.max(peak, processUsage(server.pid).bytes);
    await delay(Math.max(0, startedAt + turn * PAUSE / SLICES - performance.now()));
  }
  isOver = true;
  await asked;
  const seconds = (performance.now() - startedAt) / 1_000;
  const cores = (cpuSeconds(server.pid) - spent) / seconds;
  const late = () => server.log.filter((line) => line.includes('"timeout"')).length;
  await waitUntil(
    () => late() >= BEGINNING + NAMELESS,
    () => `${BEGINNING + NAMELESS} that are too late; there are ${late()}`,
  );
  assertEquals(late(), BEGINNING + NAMELESS);
  // Peers that finish their frames are still connected.
  await alice.send({ type: "list" });
  const { rooms } = await alice.skipTo("rooms");
  assertEquals(rooms.reduce((sum, { members }) => sum + members, 0), 1 + FINISHING);
  const room = textWire.room(0);
  await alice.send({ type: "join", room });
  const { messages } = await alice.skipTo("history");
  assert(messages.length > 0);
  assertEquals(new Set(messages.map(({ text }) => text)), new Set(["oi"]));
  await alice.send({ type: "leave", room });
  sockets.close();
  await assertNothingLeft(server, ["g0", `g${FINISHING}`], ["Alice"]);
  await waitUntil(
    () => processUsage(server.pid).descriptors <= before.descriptors,
    () => `${before.descriptors} descriptors; there are ${processUsage(server.pid).descriptors}`,
  );
  report(`${peers.length} peers that send a byte a second`, {
    "peers that finished their frames and stayed": FINISHING,
    "peers that were disconnected": late(),
    "seconds": seconds.toFixed(1),
    "acknowledgements of another client": acks.summary,
    "processor cores used": cores.toFixed(2),
    "peak growth of memory": mebibytes(peak - before.bytes),
  });
});
