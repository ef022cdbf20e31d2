import { assert, assertEquals } from "@std/assert";
import { delay } from "@std/async/delay";
import { close, connect, enter, reset } from "../../bench/load/socket.ts";
import { jsonWire } from "../../bench/wires/json_wire.ts";
import { textWire } from "../../bench/wires/text_wire.ts";
import { assertNothingLeft } from "../support/assert_nothing_left.ts";
import { testWith } from "../support/needs.ts";
import { mebibytes, processUsage } from "../support/process_usage.ts";
import { startServer } from "../support/server.ts";
import { IS_SOAK, report, size } from "../support/soak.ts";
import { Sockets } from "../support/sockets.ts";
import { waitUntil } from "../support/wait_until.ts";

/** Connections that sign in, join a room and then idle. */
const IDLE = size(300, 10_000);

/** Connections that come and go beside them, and within which time, in milliseconds. */
const PASSING = size(300, 10_000);
const DURATION = size(0, 60_000);

const ROOMS = 20;

/** Growth that is allowed in the end, as a fraction. */
const MORE = 0.1;

/** Idle connections are never read, so they cannot answer pings. */
const ARGS = ["--ping-interval", "3600"];

/** Signs in and joins a room, alternating between the dialects. */
function letIn(fd: number, name: string, nth: number): void {
  const wire = nth % 2 === 0 ? jsonWire : textWire;
  enter(fd, wire.enter(name, wire.room(nth % ROOMS)));
}

testWith(
  "linux",
  "connections that come and go beside idle ones leave nothing behind",
  async () => {
    await using server = await startServer({ args: ARGS });
    using first = new Sockets(server.port);
    // The first connection allocates things that stay; they are not a leak.
    letIn(first.open(), "first", 0);
    const atFirst = processUsage(server.pid);
    first.close();
    using idle = new Sockets(server.port);
    for (let nth = 0; nth < IDLE; nth++) {
      letIn(idle.open(), `i${nth}`, nth);
      // Lets the test read the server's log.
      if (nth % 50 === 0) await delay(0);
    }
    const before = processUsage(server.pid);
    assert(before.descriptors >= atFirst.descriptors - 1 + IDLE);
    const startedAt = performance.now();
    for (let nth = 0; nth < PASSING; nth++) {
      await delay(Math.max(0, startedAt + nth * DURATION / PASSING - performance.now()));
      const fd = connect(server.port);
      // A third leaves before signing in, a third closes, and a third resets the connection.
      if (nth % 3 > 0) letIn(fd, `p${nth}`, nth);
      if (nth % 3 < 2) close(fd);
      else reset(fd);
    }
    const seconds = (performance.now() - startedAt) / 1_000;
    const mostDescriptors = before.descriptors * (1 + MORE);
    const mostBytes = IS_SOAK ? before.bytes * (1 + MORE) : Infinity;
    let after = processUsage(server.pid);
    await waitUntil(() => {
      after = processUsage(server.pid);
      return after.descriptors <= mostDescriptors && after.bytes <= mostBytes;
    }, () => `${JSON.stringify(before)} to be back; there is ${JSON.stringify(after)}`);
    assert(after.descriptors >= before.descriptors);
    idle.close();
    await assertNothingLeft(server, ["i0", "i1", `i${IDLE - 1}`, "p1", "p2", "p4"]);
    await waitUntil(
      () => processUsage(server.pid).descriptors <= atFirst.descriptors,
      () => `${atFirst.descriptors} descriptors; there are ${processUsage(server.pid).descriptors}`,
    );
    const atLast = processUsage(server.pid);
    report(`${IDLE} idle connections, then ${PASSING} more that come and go`, {
      "seconds for those": seconds.toFixed(1),
      "descriptors before, with idle ones, after, without any": [atFirst, before, after, atLast]
        .map((
          { descriptors },
        ) => descriptors).join(", "),
      "memory before, with idle ones, after, without any": [atFirst, before, after, atLast].map((
        { bytes },
      ) => mebibytes(bytes)).join(", "),
      "memory per idle connection": `${
        ((before.bytes - atFirst.bytes) / IDLE / 1024).toFixed(1)
      } KiB`,
    });
    assertEquals(await server.stop("SIGTERM"), 0);
  },
);
