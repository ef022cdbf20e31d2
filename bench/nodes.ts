/** Measures several nodes over PostgreSQL and NATS on this machine; see README.md in this folder. */
import { Peer } from "../tests/support/peer.ts";
import { Engines } from "../tests/support/engines.ts";
import { startServer, type TestServer } from "../tests/support/server.ts";
import { openStore } from "../server/store/open_store.ts";
import { print, printProgress } from "./print.ts";

/** Duration of each measurement of throughput, in milliseconds. */
const TIME = Number(Deno.args[0] ?? 5) * 1_000;

/** Messages per measurement of latency. */
const MESSAGES = 300;

/** Unacknowledged messages per sender. */
const WINDOW = 32;

const TEXT = "uma frase de tamanho comum, como as que se dizem numa sala";

async function startNodes(engines: Engines, count: number): Promise<TestServer[]> {
  const flags = await engines.flags();
  const nodes: TestServer[] = [];
  for (let index = 0; index < count; index++) {
    nodes.push(await startServer({ args: [...flags, "--node", `n${index}`] }));
  }
  return nodes;
}

/** Sends messages in rooms; returns how many per second are acknowledged. */
async function throughput(
  nodes: readonly TestServer[],
  { senders, rooms }: { readonly senders: number; readonly rooms: number },
): Promise<number> {
  const peers: Peer[] = [];
  const run = crypto.randomUUID().slice(0, 8);
  for (let index = 0; index < senders; index++) {
    const peer = await Peer.json(nodes[index % nodes.length]!, `p${index}-${run}`);
    await peer.send({ type: "join", room: `r${index % rooms}` });
    await peer.skipTo("history");
    peers.push(peer);
  }
  let acks = 0;
  let isOver = false;
  const say = (index: number) => ({ type: "say", room: `r${index % rooms}`, text: TEXT, ref: 1 });
  const talk = async (peer: Peer, index: number) => {
    await peer.send(...Array.from({ length: WINDOW }, () => say(index)));
    while (!isOver) {
      const frames = await peer.take(1);
      frames.push(...peer.frames.splice(0));
      const count = frames.filter((frame) => frame.startsWith('{"type":"ack"')).length;
      acks += count;
      if (count > 0) await peer.send(...Array.from({ length: count }, () => say(index)));
    }
  };
  const talking = peers.map(talk);
  await new Promise((resolve) => setTimeout(resolve, TIME / 5));
  const before = acks;
  const begin = performance.now();
  await new Promise((resolve) => setTimeout(resolve, TIME));
  const rate = (acks - before) * 1_000 / (performance.now() - begin);
  isOver = true;
  await Promise.all(talking);
  for (const peer of peers) await peer[Symbol.asyncDispose]();
  return rate;
}

/** Returns the latency between two users on the given nodes. */
async function latency(from: TestServer, to: TestServer): Promise<string> {
  await using sender = await Peer.json(from, `f-${crypto.randomUUID().slice(0, 8)}`);
  await using receiver = await Peer.json(to, `o-${crypto.randomUUID().slice(0, 8)}`);
  const times: number[] = [];
  for (let count = 0; count < MESSAGES; count++) {
    const begin = performance.now();
    await sender.send({ type: "say", room: "#geral", text: TEXT });
    await receiver.skipTo("message");
    times.push(performance.now() - begin);
  }
  times.sort((one, other) => one - other);
  const at = (part: number) => times[Math.floor(part * (times.length - 1))]!.toFixed(1);
  return `p50 ${at(0.5)} ms, p99 ${at(0.99)} ms`;
}

/** Returns the rate of PostgreSQL transactions with one message each, one after the other. */
async function commits(engines: Engines): Promise<number> {
  await using store = await openStore(await engines.postgres.database());
  const message = {
    conversation: "#a",
    to: "#a",
    from: "p",
    person: "p",
    text: TEXT,
    at: Date.now(),
  };
  const begin = performance.now();
  let count = 0;
  for (; performance.now() - begin < TIME; count++) await store.append([message]);
  return count * 1_000 / (performance.now() - begin);
}

async function stop(nodes: readonly TestServer[]): Promise<void> {
  await Promise.all(nodes.map((node) => node[Symbol.asyncDispose]()));
}

await using engines = await Engines.start();
print(
  `PostgreSQL, transactions of one message, one after the other: ${
    (await commits(engines)).toFixed(0)
  }/s`,
);
{
  printProgress("one server, without NATS");
  const server = await startServer({ args: ["--db", await engines.postgres.database()] });
  print(
    `one server: ${(await throughput([server], { senders: 24, rooms: 12 })).toFixed(0)} messages/s`,
  );
  print(`one server, latency: ${await latency(server, server)}`);
  await stop([server]);
}
for (const count of [1, 2, 3]) {
  printProgress(`${count} nodes`);
  const nodes = await startNodes(engines, count);
  const many = await throughput(nodes, { senders: 24, rooms: 12 });
  const one = await throughput(nodes, { senders: 24, rooms: 1 });
  print(
    `${count} nodes, 12 rooms: ${many.toFixed(0)} messages/s; all in one room: ${one.toFixed(0)}`,
  );
  print(`${count} nodes, latency on one: ${await latency(nodes[0]!, nodes[0]!)}`);
  if (count > 1) print(`${count} nodes, latency across: ${await latency(nodes[0]!, nodes[1]!)}`);
  await stop(nodes);
}
