import { delay } from "@std/async/delay";
import { assertEquals } from "@std/assert";
import { Peer } from "./peer.ts";
import type { TestServer } from "./server.ts";

/** Messages that each has on the way. */
const WINDOW = 16;

/** How long to wait before something is said again, in milliseconds: the server's trouble is not to be made worse. */
const PAUSE = 20;

/** What is known of the room: by their ids, the texts that anyone has seen or had acknowledged. */
export type Known = Map<number, string>;

/** Talks without end, and says again what was not acknowledged before the connection was lost. */
export class Speaker {
  readonly #name: string;
  readonly #known: Known;
  /** What the speaker is known by when it comes back: its nonces belong to it. */
  readonly #token = crypto.randomUUID();
  /** What is not acknowledged, by its `ref`, which serves as the nonce too. */
  readonly #unheard = new Map<string, string>();
  #count = 0;
  #isStopping = false;

  constructor(name: string, known: Known) {
    this.#name = name;
    this.#known = known;
  }

  /** How many messages were said. */
  get count(): number {
    return this.#count;
  }

  /** Says nothing new; who talks ends when all that was said is acknowledged. */
  stop(): void {
    this.#isStopping = true;
  }

  /** Talks until the connection ends, or there was a stop. */
  async talk(server: TestServer, onAck: () => void): Promise<void> {
    try {
      await using peer = await Peer.json(server, this.#name, { token: this.#token });
      await peer.send(...[...this.#unheard].map(([ref, text]) => say(ref, text)));
      while (this.#unheard.size < WINDOW) await this.#say(peer);
      for (;;) {
        const event = JSON.parse(await peer.next());
        if (event.type === "message") know(this.#known, event.id, event.text);
        // What could not be stored is said again, as the same.
        if (event.type === "error") await this.#sayAgain(peer, event.ref);
        if (event.type !== "ack") continue;
        know(this.#known, event.id, this.#unheard.get(event.ref)!);
        this.#unheard.delete(event.ref);
        onAck();
        if (!this.#isStopping) await this.#say(peer);
        else if (this.#unheard.size === 0) return;
      }
    } catch (error) {
      // The server was killed; anything else is a failure.
      if (!isLoss(error)) throw error;
    }
  }

  /** Says again what was not acknowledged, until all is. */
  async finish(server: TestServer): Promise<void> {
    await using peer = await Peer.json(server, this.#name, { token: this.#token });
    for (const [ref, text] of this.#unheard) {
      await peer.send(say(ref, text));
      const { id } = await peer.skipTo("ack");
      know(this.#known, id, text);
    }
    this.#unheard.clear();
  }

  async #sayAgain(peer: Peer, ref: string): Promise<void> {
    await delay(PAUSE);
    await peer.send(say(ref, this.#unheard.get(ref)!));
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

/**
 * Lets everybody say again what was not acknowledged, and checks that everything that was said is there once, and what
 * anyone knew has the id that they knew.
 *
 * @returns The texts, in the order of their ids.
 */
export async function assertAllThere(
  server: TestServer,
  speakers: readonly Speaker[],
  known: Known,
): Promise<readonly string[]> {
  for (const speaker of speakers) await speaker.finish(server);
  const texts = await readAll(server);
  const said = speakers.reduce((sum, { count }) => sum + count, 0);
  assertEquals([texts.length, new Set(texts).size], [said, said]);
  for (const [id, text] of known) assertEquals(texts[id - 1], text);
  return texts;
}
