import { assert } from "@std/assert";
import { delay } from "@std/async/delay";
import { sendAll } from "../../bench/load/socket.ts";
import { cpuSeconds } from "../../bench/measure/cpu.ts";
import { AckTimes } from "../support/ack_times.ts";
import { assertNothingLeft } from "../support/assert_nothing_left.ts";
import { TestCertificates } from "../support/certificates.ts";
import { testWith } from "../support/needs.ts";
import { Peer } from "../support/peer.ts";
import { mebibytes, processUsage } from "../support/process_usage.ts";
import { startServer } from "../support/server.ts";
import { report, size } from "../support/soak.ts";
import { Sockets } from "../support/sockets.ts";
import { waitUntil } from "../support/wait_until.ts";

/** Connections per wave, and waves; the next starts once the server has closed the last. */
const SILENT = size(100, 200);
const WAVES = size(1, 5);

/** Handshake timeout in seconds; it includes the TLS handshake. */
const DEADLINE = size(3, 10);

/** Start of a TLS handshake: the header of a record of 512 bytes. */
const BEGINNING = new Uint8Array([0x16, 0x03, 0x01, 0x02, 0x00]);

testWith("linux", "peers silent in the TLS handshake are disconnected, others get in", async () => {
  await using tls = await TestCertificates.make();
  const args = ["--log", "json", "--handshake-timeout", `${DEADLINE}`];
  await using server = await startServer({ args, tls });
  await using alice = await Peer.json(server, "Alice");
  const acks = new AckTimes(alice);
  await acks.measure();
  const before = processUsage(server.pid);
  const startedAt = performance.now();
  const spent = cpuSeconds(server.pid);
  let peak = before;
  const late = () => server.log.filter((line) => line.includes('"timeout"')).length;
  for (let wave = 1; wave <= WAVES; wave++) {
    using silent = new Sockets(server.port);
    for (let nth = 0; nth < SILENT; nth++) {
      const fd = silent.open();
      if (nth % 2 === 0) sendAll(fd, BEGINNING);
      if (nth % 20 === 0) await delay(0);
    }
    await using bob = await Peer.json(server, `Bob${wave}`);
    await acks.measure();
    await bob.skipTo("message");
    // Connections made before Bob's were accepted before his.
    const now = processUsage(server.pid);
    if (now.descriptors > peak.descriptors) peak = now;
    await waitUntil(
      async () => (await acks.measure(), late() >= wave * SILENT),
      () => `${wave * SILENT} to be disconnected; ${late()} are`,
    );
    // The server frees their descriptors without their help.
    await waitUntil(
      () => processUsage(server.pid).descriptors <= before.descriptors + 4,
      () => `${before.descriptors} descriptors; there are ${processUsage(server.pid).descriptors}`,
    );
  }
  const seconds = (performance.now() - startedAt) / 1_000;
  const cores = (cpuSeconds(server.pid) - spent) / seconds;
  await assertNothingLeft(server, ["Bob1"], ["Alice"]);
  assert(peak.descriptors >= before.descriptors + SILENT);
  report(`${WAVES} waves of ${SILENT} peers silent in the TLS handshake`, {
    "disconnected": late(),
    "seconds": seconds.toFixed(1),
    "descriptors before, at peak, after": [before, peak, processUsage(server.pid)].map((
      { descriptors },
    ) => descriptors).join(", "),
    "memory before, at peak": [before, peak].map(({ bytes }) => mebibytes(bytes)).join(", "),
    "acknowledgements of another client": acks.summary,
    "processor cores used": cores.toFixed(2),
  });
});
