/** Random programs of messages and changes: all clients that are up to date see the same, and so does the server. */
import { assertEquals } from "@std/assert";
import { history, ROOM } from "./support/change_fixture.ts";
import { FoldedRoom } from "./support/folded_room.ts";
import { testOverStores } from "./support/over_stores.ts";
import { Peer } from "./support/peer.ts";
import { Random } from "./support/random.ts";
import { startServer, type TestServer } from "./support/server.ts";

/** Rounds of a program, in each of which some clients do something at the same time. */
const ROUNDS = 60;

const EMOJI = ["👍", "🎉", "❤️", "🇧🇷"];

/** Seed of the programs; a failure names it. */
const SEED = Number(Deno.env.get("CHAT_SEED") ?? Math.floor(Math.random() * 1e9));

/** A client that does random things, and folds what it gets. */
class RandomClient {
  readonly name: string;
  readonly room = new FoldedRoom();
  readonly #server: TestServer;
  readonly #random: Random;
  readonly #token = crypto.randomUUID();
  readonly #changes: boolean;
  #peer: Peer | undefined;

  constructor(server: TestServer, name: string, random: Random, changes: boolean) {
    this.#server = server;
    this.name = name;
    this.#random = random;
    this.#changes = changes;
  }

  get peer(): Peer {
    return this.#peer!;
  }

  /** Connects, or comes back: with the last id that it saw. */
  async connect(): Promise<void> {
    await this.#peer?.[Symbol.asyncDispose]();
    const peer = await Peer.connect(this.#server);
    this.#peer = peer;
    await peer.send({
      ...{ type: "hello", name: this.name, version: 1, token: this.#token },
      ...{ changes: this.#changes, resume: { [ROOM]: this.room.last } },
    });
    for (let isBack = false; !isBack;) {
      const event = JSON.parse(await peer.next());
      if (event.type === "error") throw new Error(event.message);
      isBack = event.type === "history" && !event.more;
      this.#take(event);
    }
  }

  /** Does something; sometimes the connection breaks before the answer, and it asks again. */
  async act(): Promise<void> {
    if (this.#random.below(8) === 0) return await this.connect();
    const request = { ...this.#request(), room: ROOM, nonce: crypto.randomUUID() };
    if (this.#random.below(8) === 0) {
      await this.peer.send({ ...request, ref: "lost" });
      await this.connect();
    }
    await this.ask(request);
  }

  /** Sends a request and takes what comes up to its answer. */
  async ask(request: Record<string, unknown>): Promise<void> {
    const ref = crypto.randomUUID();
    await this.peer.send({ ...request, ref });
    for (;;) {
      const event = JSON.parse(await this.peer.next());
      if (event.ref === ref) return;
      this.#take(event);
    }
  }

  /** Takes events until the one with an id has come. */
  async catchUp(id: number): Promise<void> {
    while (this.room.last < id) this.#take(JSON.parse(await this.peer.next()));
  }

  #request(): Record<string, unknown> {
    const random = this.#random;
    const ids = [...this.room.messages.keys()];
    const about = ids.length > 0 ? random.of(ids.slice(-12)) : 1;
    const text = `${this.name} ${random.below(1_000_000)}`;
    switch (random.below(8)) {
      case 0:
      case 1:
        return { type: "say", text };
      case 2:
        return { type: "say", text, reply: about };
      case 3:
        return { type: "say", text, action: true };
      case 4:
        return { type: "edit", about, text };
      case 5:
        return random.below(3) > 0 ? { type: "edit", about, text } : { type: "delete", about };
      default:
        return { type: "react", about, emoji: random.of(EMOJI), remove: random.below(3) === 0 };
    }
  }

  // deno-lint-ignore no-explicit-any
  #take(event: any): void {
    if (event.type === "history" && event.ref === undefined) this.room.takePage(event);
    if (["message", "edited", "deleted", "reacted"].includes(event.type)) this.room.take(event);
  }
}

for (const [index, changes] of [[0, 3], [1, 4]] as const) {
  const seed = SEED + index;
  testOverStores(
    `clients that are up to date see the same, whatever is changed: program ${index}`,
    async ({ args }) => {
      try {
        await run(args, seed, changes);
      } catch (error) {
        throw new Error(`CHAT_SEED=${SEED}`, { cause: error });
      }
    },
  );
}

async function run(args: readonly string[], seed: number, withChanges: number): Promise<void> {
  await using server = await startServer({ args: [...args, "--keep-messages", "5000"] });
  const random = new Random(seed);
  const observer = new RandomClient(server, "Eva", new Random(seed), true);
  await observer.connect();
  const clients = Array.from(
    { length: 5 },
    (_, index) =>
      new RandomClient(server, `p${index}`, new Random(seed + 1 + index), index < withChanges),
  );
  for (const client of clients) await client.connect();
  for (let round = 0; round < ROUNDS; round++) {
    const actors = clients.filter(() => random.below(2) === 0);
    await Promise.all(actors.map((client) => client.act()));
  }
  await observer.ask({ type: "say", room: ROOM, text: "fim" });
  const { last, log } = observer.room;
  // Ids are without a gap, for the one that was there all the time.
  assertEquals(log.map(({ id }) => id), Array.from({ length: last }, (_, index) => index + 1));
  const model = observer.room.messages;
  for (const client of clients) await client.catchUp(last);
  for (const client of clients.slice(0, withChanges)) {
    assertEquals(sorted(client.room), sorted(observer.room), client.name);
  }
  // What the server folds is the same, read at once or from one id to the next.
  for (const limit of [200, 7]) {
    const read = new FoldedRoom();
    for (let after = 0, more = true; more;) {
      const page = await history(observer.peer, { after, limit });
      read.takePage({ ...page, changes: [] });
      after = page.last!;
      more = page.moreAfter!;
    }
    assertEquals(sorted(read), sorted(observer.room), `pages of ${limit}`);
  }
  // A client without changes sees the same texts.
  for (const client of clients.slice(withChanges)) {
    const texts: [number, string][] = [];
    for (let after = 0, more = true; more;) {
      const { messages, ...page } = await history(client.peer, { after });
      texts.push(...messages.map(({ id, text }): [number, string] => [id, text]));
      after = page.last!;
      more = page.moreAfter!;
    }
    assertEquals(texts, [...model.values()].map(({ id, text }) => [id, text]));
  }
  for (const client of [...clients, observer]) await client.peer[Symbol.asyncDispose]();
}

/** Messages by their ids, each with its reactions by emoji. */
function sorted({ messages }: FoldedRoom): unknown[] {
  return [...messages.values()].sort((one, other) => one.id - other.id).map((message) => ({
    ...message,
    reactions: [...message.reactions].sort(([one], [other]) => one < other ? -1 : 1),
  }));
}
