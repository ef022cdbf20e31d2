import { assert, assertEquals } from "@std/assert";
import { delay } from "@std/async/delay";
import { trySend } from "../../bench/load/socket.ts";
import { cpuSeconds } from "../../bench/measure/cpu.ts";
import { encodeFrame } from "../../protocol/framing/encode_frame.ts";
import { assertNothingLeft } from "../support/assert_nothing_left.ts";
import { connectWithRetry } from "../support/connect_with_retry.ts";
import { testOverTransports } from "../support/over_transports.ts";
import { Peer } from "../support/peer.ts";
import { processUsage } from "../support/process_usage.ts";
import type { TestServer } from "../support/server.ts";
import { IS_SOAK, report, size, transportOf } from "../support/soak.ts";
import { Sockets } from "../support/sockets.ts";

/** Members, rounds in which each sends a message, and the pause between rounds in milliseconds. */
const PEOPLE = 10;
const TURNS = size(3, 60);
const PAUSE = size(0, 1_000);

/** Free descriptors, and connections that compete for them. */
const LEFT = 5;
const FLOOD = size(100, 400);

/** Connections that are replaced in each round. */
const CHURN = 20;

/** Fraction of a core that the server may use while it cannot accept. */
const MAX_CORES = 0.2;

/** Changes the descriptor limit of a running process. */
async function limitDescriptors(pid: number, count: number): Promise<void> {
  const args = ["--pid", `${pid}`, `--nofile=${count}:`];
  const { success } = await new Deno.Command("prlimit", { args }).output();
  assert(success);
}

/** Each member sends a message, and each receives all of them. */
async function talk(people: readonly Peer[], turn: number): Promise<void> {
  for (const [index, peer] of people.entries()) {
    await peer.send({ type: "say", room: "#geral", text: `${turn} ${index}`, ref: turn });
  }
  for (const peer of people) {
    for (let count = 0; count < people.length; count++) {
      const { id } = await peer.skipTo("message");
      assertEquals(id, turn * people.length + count + 1);
    }
  }
}

/** Reads the database in both of its threads that only read, and returns how many messages each found. */
async function read(peer: Peer): Promise<readonly number[]> {
  await peer.send({ type: "search", terms: "0" }, { type: "history", room: "#geral" });
  const found = await peer.skipTo("found");
  const history = await peer.skipTo("history");
  return [found.messages.length, history.messages.length];
}

async function run(server: TestServer): Promise<void> {
  const people: Peer[] = [];
  for (let nth = 0; nth < PEOPLE; nth++) people.push(await Peer.json(server, `Gente${nth}`));
  const [reader] = people;
  // A thread starts at its first use, for which it needs descriptors.
  await read(reader!);
  await limitDescriptors(server.pid, processUsage(server.pid).descriptors + LEFT);
  using flood = new Sockets(server.webPort ?? server.port);
  let came = 0;
  const come = () => {
    trySend(flood.open(), encodeFrame(`f${came++}`));
  };
  while (came < FLOOD) come();
  // The server either rejects connections or cannot accept them.
  await server.logged(/^\[(RECUSADO|ERRO)\]/);
  const startedAt = performance.now();
  const spent = cpuSeconds(server.pid);
  for (let turn = 0; turn < TURNS; turn++) {
    flood.close(CHURN);
    while (flood.size < FLOOD) come();
    await talk(people, turn);
    await delay(PAUSE);
  }
  // Reading the database works, too.
  assert((await read(reader!)).every((count) => count > 0));
  const seconds = (performance.now() - startedAt) / 1_000;
  const cores = (cpuSeconds(server.pid) - spent) / seconds;
  flood.close();
  await limitDescriptors(server.pid, 1_024);
  await using late = await connectWithRetry(server, "Tarde");
  await late.send({ type: "say", room: "#geral", text: "enfim", ref: 1 });
  assertEquals((await late.skipTo("ack")).id, TURNS * PEOPLE + 1);
  for (const peer of [...people, late]) await peer[Symbol.asyncDispose]();
  await assertNothingLeft(server, ["Gente0", "f0", "f1", `f${came - 1}`]);
  report(
    `No descriptors left for ${FLOOD} connections (${transportOf(server)})`,
    {
      "seconds": seconds.toFixed(1),
      "messages delivered to all members": TURNS * PEOPLE,
      "processor cores used": cores.toFixed(3),
      "connection attempts": came,
      "lines in the log": server.log.filter((line) => /^\[(RECUSADO|ERRO)\]/.test(line)).length,
    },
  );
  if (IS_SOAK) assert(cores < MAX_CORES, `${cores} cores`);
}

testOverTransports(
  "without descriptors members stay connected, and others connect later",
  async (startServer) => {
    const directory = await Deno.makeTempDir();
    {
      await using server = await startServer({ args: ["--db", `${directory}/chat.db`] });
      await run(server);
    }
    await Deno.remove(directory, { recursive: true });
  },
  { web: true, needs: ["linux", "prlimit"] },
);
