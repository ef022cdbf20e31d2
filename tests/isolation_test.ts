import { assertEquals } from "@std/assert";
import { Peer } from "./support/peer.ts";
import { Random } from "./support/random.ts";
import { startServer } from "./support/server.ts";

const SEED = Number(Deno.env.get("ISOLATION_SEED") ?? 4_711);

const ROOMS = ["#geral", "#jogos", "#música"];

/** Client of one of the dialects. */
interface Listener {
  readonly name: string;
  readonly peer: Peer;
  readonly isJson: boolean;
  readonly rooms: readonly string[];
}

/** Signs in and joins rooms; one room in the text dialect. */
async function join(
  server: Parameters<typeof Peer.json>[0],
  name: string,
  isJson: boolean,
  rooms: readonly string[],
): Promise<Listener> {
  const peer = isJson ? await Peer.json(server, name) : await Peer.text(server, name);
  if (isJson) {
    const joins = rooms.map((room) => ({ type: "join", room }));
    const leaves = rooms.includes("#geral") ? [] : [{ type: "leave", room: "#geral" }];
    await peer.send(...joins, ...leaves);
  } else await peer.send(`/join ${rooms[0]}`);
  return { name, peer, isJson, rooms: isJson ? rooms : rooms.slice(0, 1) };
}

/** Takes the messages that a client received, up to an answer that follows all it sent before. */
async function heard({ peer, isJson }: Listener): Promise<string[]> {
  await peer.send(isJson ? { type: "search", terms: "fim", ref: "fim" } : "/search fim");
  const lines: string[] = [];
  for (;;) {
    const payload = await peer.next();
    if (!isJson) {
      if (payload === "[SYS] Nada encontrado.") return lines;
      if (!payload.startsWith("[SYS]")) lines.push(payload);
      continue;
    }
    const event = JSON.parse(payload);
    if (event.ref === "fim") return lines;
    if (event.type === "message") lines.push(`[${event.room}] ${event.from}: ${event.text}`);
  }
}

Deno.test(`messages reach exactly their room, in one order (ISOLATION_SEED=${SEED})`, async () => {
  await using server = await startServer();
  const random = new Random(SEED);
  const listeners: Listener[] = [];
  for (let index = 0; index < 12; index++) {
    const rooms = ROOMS.filter(() => random.below(2) === 0);
    if (rooms.length === 0) rooms.push(random.of(ROOMS));
    listeners.push(await join(server, `p${index}`, index % 3 !== 0, rooms));
  }
  // All clients are in their rooms before the first message.
  for (const listener of listeners) assertEquals(await heard(listener), []);
  const said: string[] = [];
  const speaking = listeners.map(async ({ name, peer, isJson, rooms }) => {
    for (let count = 0; count < 40; count++) {
      const room = random.of(rooms);
      said.push(`[${room}] ${name}: ${count}`);
      await peer.send(isJson ? { type: "say", room, text: `${count}` } : `${count}`);
    }
  });
  await Promise.all(speaking);
  const first = await Promise.all(listeners.map(heard));
  const rest = await Promise.all(listeners.map(heard));
  const orders = new Map<string, string[]>();
  for (const [index, { name, isJson, rooms }] of listeners.entries()) {
    const lines = [...first[index]!, ...rest[index]!];
    const isMeant = (line: string) =>
      rooms.some((room) => line.startsWith(`[${room}] `)) &&
      (isJson || !line.includes(` ${name}: `));
    assertEquals(lines.toSorted(), said.filter(isMeant).toSorted(), name);
    for (const room of isJson ? rooms : []) {
      const order = lines.filter((line) => line.startsWith(`[${room}] `));
      assertEquals(order, orders.get(room) ?? order, name);
      orders.set(room, order);
    }
  }
  assertEquals(said.length, 480);
  for (const { peer } of listeners) await peer[Symbol.asyncDispose]();
});
