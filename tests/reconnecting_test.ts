import { assert, assertEquals } from "@std/assert";
import { ChatClient } from "../client/client.ts";
import { dialTcp } from "../client/transport.ts";
import type { RoomMessage } from "../protocol/messages.ts";
import { PATIENCE, Peer } from "./peer.ts";
import { Random } from "./random.ts";
import { startServer, type TestServer } from "./server.ts";
import { deadline } from "@std/async/deadline";

const SEED = Number(Deno.env.get("CHAT_SEED") ?? Date.now() % 1_000_000);

/** How often the connection is lost. */
const CUTS = 50;

/** A connection is cut after fewer bytes than this, counted in both directions. */
const LONGEST = 6_000;

const ROOMS = ["#geral", "#jogos"];

/** Carries bytes to a server and back, and cuts connections after so many of them, wherever in a frame that is. */
class Proxy implements AsyncDisposable {
  cuts = 0;
  #isCutting = false;
  readonly #server: TestServer;
  readonly #random: Random;
  readonly #listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  readonly #conns = new Set<Deno.Conn>();
  readonly #running: Promise<unknown>[] = [];

  constructor(server: TestServer, random: Random) {
    this.#server = server;
    this.#random = random;
    this.#running.push(this.#accept());
  }

  get address(): Deno.NetAddr {
    return this.#listener.addr as Deno.NetAddr;
  }

  /** Cuts the connections there are, and from now on those that come. */
  cutAll(): void {
    this.#isCutting = true;
    for (const conn of this.#conns) close(conn);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#listener.close();
    for (const conn of this.#conns) close(conn);
    await Promise.all(this.#running);
  }

  async #accept(): Promise<void> {
    try {
      for await (const conn of this.#listener) this.#running.push(this.#carry(conn));
    } catch {
      // The test is over.
    }
  }

  async #carry(near: Deno.Conn): Promise<void> {
    const far = await Deno.connect({ hostname: this.#server.host, port: this.#server.port });
    this.#conns.add(near).add(far);
    const isCut = this.#isCutting && this.cuts < CUTS;
    let left = isCut ? 1 + this.#random.below(LONGEST) : Infinity;
    const pump = async (from: Deno.Conn, to: Deno.Conn) => {
      const buffer = new Uint8Array(16 * 1024);
      try {
        for (;;) {
          const count = await from.read(buffer);
          if (count === null) break;
          let rest = buffer.subarray(0, Math.min(count, left));
          left -= rest.length;
          while (rest.length > 0) rest = rest.subarray(await to.write(rest));
          if (left === 0) break;
        }
      } catch {
        // The other direction ended it.
      }
      close(near);
      close(far);
    };
    await Promise.all([pump(near, far), pump(far, near)]);
    if (left === 0) this.cuts++;
  }
}

function close(conn: Deno.Conn): void {
  try {
    conn.close();
  } catch {
    // It is closed.
  }
}

/** What was said in a room, by id. */
function saidIn(room: string, messages: readonly RoomMessage[]): string[] {
  return messages.filter((message) => message.room === room)
    .map(({ id, from, text }) => `${id} ${from}: ${text}`);
}

Deno.test(`A client that is cut off ${CUTS} times ends with what one has that never was (CHAT_SEED=${SEED})`, async () => {
  await using server = await startServer({ args: ["--rate", "0"] });
  await using witness = await Peer.json(server, "Testemunha");
  await witness.send({ type: "join", room: "#jogos" });
  await witness.skipTo("history");
  await using proxy = new Proxy(server, new Random(SEED));
  const heard: RoomMessage[] = [];
  const ended = Promise.withResolvers<void>();
  const ends = new Set(ROOMS);
  const closed = Promise.withResolvers<string>();
  let gaps = 0;
  const client = new ChatClient({
    dial: () => dialTcp({ hostname: "127.0.0.1", port: proxy.address.port }, () => {}),
    onEvent: (event) => {
      if (event.type === "gap") gaps++;
      if (event.type === "closed") closed.resolve(event.reason);
      const messages = event.type === "recent"
        ? event.history.messages.filter((message) => "room" in message)
        : event.type === "server" && event.message.type === "message"
        ? [event.message]
        : [];
      heard.push(...messages);
      for (const { room, text } of messages) if (text === "fim") ends.delete(room);
      if (ends.size === 0) ended.resolve();
    },
    waits: function* () {
      for (;;) yield 1;
    },
  });
  await client.connect();
  assertEquals((await client.greet("Cortada"))?.type, "welcome");
  proxy.cutAll();
  client.request({ type: "join", room: "#jogos" });
  await deadline(client.settled(), PATIENCE);
  const chatter = async (name: string) => {
    await using peer = await Peer.json(server, name);
    await peer.send({ type: "join", room: "#jogos" });
    await peer.skipTo("history");
    for (let count = 1; proxy.cuts < CUTS; count++) {
      const room = ROOMS[count % ROOMS.length]!;
      await peer.send({ type: "say", room, text: `frase ${count}`, ref: count });
      await peer.skipTo("ack");
    }
  };
  let said = 0;
  const talk = async () => {
    while (proxy.cuts < CUTS) {
      client.request({ type: "say", room: ROOMS[++said % ROOMS.length]!, text: `dito ${said}` });
      await deadline(client.settled(5), PATIENCE);
    }
    await deadline(client.settled(), PATIENCE);
  };
  await Promise.all([talk(), ...["Ana", "Bia", "Caio"].map(chatter)]);
  for (const room of ROOMS) await witness.send({ type: "say", room, text: "fim" });
  await deadline(ended.promise, PATIENCE);
  const seen: RoomMessage[] = [];
  for (let left = ROOMS.length; left > 0;) {
    const message = await witness.skipTo("message");
    seen.push(message);
    if (message.text === "fim") left--;
  }
  for (const room of ROOMS) {
    const list = saidIn(room, seen);
    assertEquals(saidIn(room, heard), list);
    assertEquals(list.map((line) => parseInt(line)), list.map((_, index) => index + 1));
  }
  // What the client said is there once each.
  const own = seen.filter(({ from }) => from === "Cortada").map(({ text }) => text);
  assertEquals(own.toSorted(), Array.from({ length: said }, (_, i) => `dito ${i + 1}`).toSorted());
  assert(proxy.cuts >= CUTS);
  assertEquals(gaps, 0);
  client.quit();
  assertEquals(await closed.promise, "quit");
});
