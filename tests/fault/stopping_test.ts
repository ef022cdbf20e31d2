import { assert, assertEquals } from "@std/assert";
import { delay } from "@std/async/delay";
import { discard, enter } from "../../bench/load/socket.ts";
import { jsonWire } from "../../bench/wires/json_wire.ts";
import { testWith } from "../support/needs.ts";
import { Peer } from "../support/peer.ts";
import { startServer, type TestServer } from "../support/server.ts";
import { IS_SOAK, report, size } from "../support/soak.ts";
import { Sockets } from "../support/sockets.ts";
import { assertAllThere, type Known, Speaker } from "../support/speaker.ts";
import { waitUntil } from "../support/wait_until.ts";

const SPEAKERS = 4;

/** Readers that take nothing, readers that need a minute for their queue, and the bytes these take at a time. */
const STUCK = size(5, 25);
const SLOW = size(5, 25);
const SIP = 1_024;

/** Acknowledgements before the signal. */
const ACKS = size(1_000, 40_000);

/** Messages queued for them: more than they can read in time. */
const LONG_TEXTS = 1_000;
const LONG = { type: "say", room: "#jogos", text: "x".repeat(4_000) };

/** Send queues large enough that no reader is disconnected earlier. */
const ARGS = ["--max-send-queue", `${64 * 1024 * 1024}`];

/** Longest time that stopping may take, in seconds. */
const MAX_SECONDS = 10;

/** Members of a room that read very slowly or not at all. */
class SlowReaders implements AsyncDisposable {
  readonly #sockets: Sockets;
  readonly #sipping: Promise<void>;
  #isOver = false;

  constructor({ port }: TestServer) {
    this.#sockets = new Sockets(port);
    for (let nth = 0; nth < STUCK + SLOW; nth++) {
      enter(this.#sockets.open({ hasSmallBuffer: true }), jsonWire.enter(`lento${nth}`, LONG.room));
    }
    this.#sipping = this.#sip();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#isOver = true;
    await this.#sipping;
    this.#sockets.close();
  }

  async #sip(): Promise<void> {
    while (!this.#isOver) {
      for (const fd of [...this.#sockets].slice(STUCK)) {
        try {
          discard(fd, SIP);
        } catch {
          // The server closed the connection.
        }
      }
      await delay(10);
    }
  }
}

/** Sends more than the slow readers can read in time. */
async function sayMuch(server: TestServer): Promise<void> {
  await using talker = await Peer.json(server, "Tagarela");
  await talker.send({ type: "join", room: LONG.room });
  await talker.send(...Array.from({ length: LONG_TEXTS }, () => LONG), { type: "ping" });
  await talker.skipTo("pong");
}

testWith("linux", "the server stops in time under load with stuck and slow readers", async () => {
  const directory = await Deno.makeTempDir();
  const args = [...ARGS, "--db", `${directory}/chat.db`];
  const known: Known = new Map();
  const speakers = Array.from({ length: SPEAKERS }, (_, nth) => new Speaker(`f${nth}`, known));
  let acks = 0;
  {
    await using server = await startServer({ args });
    await using _slowReaders = new SlowReaders(server);
    await sayMuch(server);
    const reached = Promise.withResolvers<void>();
    const onAck = () => {
      if (++acks === ACKS) reached.resolve();
    };
    const speaking = Promise.all(speakers.map((speaker) => speaker.talk(server, onAck)));
    await Promise.race([reached.promise, speaking]);
    const startedAt = performance.now();
    const code = await server.stop("SIGTERM");
    const seconds = (performance.now() - startedAt) / 1_000;
    await speaking;
    report(`SIGTERM under load, with ${STUCK} stuck and ${SLOW} slow readers`, {
      "exit code": code,
      "seconds until the end": seconds.toFixed(1),
      "acknowledged messages": acks,
    });
    assertEquals([code, server.errors], [0, []]);
    assert(acks >= ACKS);
    if (IS_SOAK) assert(seconds < MAX_SECONDS, `${seconds} s`);
  }
  await using server = await startServer({ args });
  await assertAllThere(server, speakers, known);
  assertEquals(await server.stop(), 0);
  await Deno.remove(directory, { recursive: true });
});

testWith("linux", "a second signal ends a server that waits for its readers", async () => {
  await using server = await startServer({ args: ARGS });
  await using _slowReaders = new SlowReaders(server);
  await sayMuch(server);
  const startedAt = performance.now();
  const ended = server.stop("SIGTERM");
  let isEnded = false;
  void ended.then(() => isEnded = true);
  // The server ignores a second signal that comes at once, so later ones are sent, too.
  await waitUntil(
    () => {
      if (!isEnded) Deno.kill(server.pid, "SIGTERM");
      return isEnded;
    },
    "the server to end",
    { interval: 100 },
  );
  assertEquals(await ended, 128 + 15);
  report("A second SIGTERM", {
    "seconds from the first until the end": ((performance.now() - startedAt) / 1_000).toFixed(1),
  });
});
