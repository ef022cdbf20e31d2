import { assert, assertEquals } from "@std/assert";
import { DatabaseSync } from "node:sqlite";
import { Peer } from "./peer.ts";
import { Random } from "./random.ts";
import { startServer, type TestServer } from "./server.ts";

/** Rounds of talk that each end with `kill -9`; `deno task soak` does a hundred. */
const ROUNDS = Number(Deno.env.get("CHAT_ROUNDS") ?? 5);
const SEED = Number(Deno.env.get("CHAT_SEED") ?? Date.now() % 1_000_000);

const SPEAKERS = 4;

/** Messages that each has on the way. */
const WINDOW = 16;

/** What is known of the room: by their ids, the texts that anyone has seen or had acknowledged. */
type Known = Map<number, string>;

/** Talks without end, and says again what was not acknowledged before the connection was lost. */
class Speaker {
  readonly #name: string;
  readonly #known: Known;
  /** What is not acknowledged, by its `ref`, which serves as the nonce too. */
  readonly #unheard = new Map<string, string>();
  #count = 0;

  constructor(name: string, known: Known) {
    this.#name = name;
    this.#known = known;
  }

  /** How many messages were said. */
  get count(): number {
    return this.#count;
  }

  /** Talks until the connection ends. */
  async talk(server: TestServer, onAck: () => void): Promise<void> {
    try {
      await using peer = await Peer.json(server, this.#name);
      await peer.send(...[...this.#unheard].map(([ref, text]) => say(ref, text)));
      while (this.#unheard.size < WINDOW) await this.#say(peer);
      for (;;) {
        const event = JSON.parse(await peer.next());
        if (event.type === "message") know(this.#known, event.id, event.text);
        if (event.type !== "ack") continue;
        know(this.#known, event.id, this.#unheard.get(event.ref)!);
        this.#unheard.delete(event.ref);
        onAck();
        await this.#say(peer);
      }
    } catch (error) {
      // The server was killed; anything else is a failure.
      if (!isLoss(error)) throw error;
    }
  }

  /** Says again what was not acknowledged, until all is. */
  async finish(server: TestServer): Promise<void> {
    await using peer = await Peer.json(server, this.#name);
    for (const [ref, text] of this.#unheard) {
      await peer.send(say(ref, text));
      const { id } = await peer.skipTo("ack");
      know(this.#known, id, text);
    }
    this.#unheard.clear();
  }

  async #say(peer: Peer): Promise<void> {
    const ref = `${this.#name} ${++this.#count}`;
    const text = `${ref} disse isto`;
    this.#unheard.set(ref, text);
    await peer.send(say(ref, text));
  }
}

function say(ref: string, text: string): Record<string, unknown> {
  return { type: "say", room: "#geral", text, ref, nonce: ref };
}

function know(known: Known, id: number, text: string): void {
  assertEquals(known.get(id) ?? text, text, `id ${id}`);
  known.set(id, text);
}

function isLoss(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  return /^The connection ended|reset|refused|[Bb]roken pipe/.test(error.message);
}

/** Reads the whole room, as one that comes back after the first message. */
async function readAll(server: TestServer): Promise<string[]> {
  await using peer = await Peer.connect(server);
  await peer.send({ type: "hello", name: "Leitora", version: 1, resume: { "#geral": 0 } });
  const texts: string[] = [];
  for (let more = true; more;) {
    const history = await peer.skipTo("history");
    for (const { id, text } of history.messages) {
      assertEquals(id, texts.length + 1);
      texts.push(text);
    }
    more = history.more;
  }
  return texts;
}

Deno.test(`${ROUNDS} times kill -9 under load lose nothing, and say nothing twice (CHAT_SEED=${SEED})`, async () => {
  const random = new Random(SEED);
  const directory = await Deno.makeTempDir();
  const db = `${directory}/chat.db`;
  const known: Known = new Map();
  const speakers = Array.from({ length: SPEAKERS }, (_, index) => new Speaker(`f${index}`, known));
  for (let round = 0; round < ROUNDS; round++) {
    const server = await startServer({ args: ["--db", db] });
    let acks = 1 + random.below(200);
    const reached = Promise.withResolvers<void>();
    const onAck = () => {
      if (--acks === 0) reached.resolve();
    };
    const talks = Promise.all(speakers.map((speaker) => speaker.talk(server, onAck)));
    await Promise.race([reached.promise, talks]);
    await server.stop("SIGKILL");
    await talks;
  }
  {
    await using server = await startServer({ args: ["--db", db] });
    for (const speaker of speakers) await speaker.finish(server);
    const texts = await readAll(server);
    // Everything that was said is there once, and what anyone knew has the id that they knew.
    const said = speakers.reduce((sum, { count }) => sum + count, 0);
    assertEquals([texts.length, new Set(texts).size], [said, said]);
    for (const [id, text] of known) assertEquals(texts[id - 1], text);
    assert(known.size > ROUNDS);
    assertEquals(await server.stop(), 0);
  }
  const database = new DatabaseSync(db, { readOnly: true });
  assertEquals({ ...database.prepare("PRAGMA integrity_check").get() }, { integrity_check: "ok" });
  database.close();
  await Deno.remove(directory, { recursive: true });
});
