import { delay } from "@std/async/delay";
import { assertEquals } from "@std/assert";
import { isLoss, Peer } from "./peer.ts";
import { readAll } from "./read_all.ts";
import type { TestServer } from "./server.ts";

/** Unacknowledged messages per speaker. */
const WINDOW = 16;

/** Pause before a refused message is repeated, in milliseconds. */
const PAUSE = 20;

/** Texts that any client has seen or had acknowledged, by id. */
export type Known = Map<number, string>;

/** Client that sends messages without end and repeats unacknowledged ones after a lost connection. */
export class Speaker {
  readonly #name: string;
  readonly #known: Known;
  /** Identity across connections, to which the nonces belong. */
  readonly #token = crypto.randomUUID();
  /** Unacknowledged texts by `ref`, which is also the nonce. */
  readonly #unheard = new Map<string, string>();
  #count = 0;
  #isStopping = false;

  constructor(name: string, known: Known) {
    this.#name = name;
    this.#known = known;
  }

  /** Number of messages sent. */
  get count(): number {
    return this.#count;
  }

  /** Sends nothing new, so that `talk` ends once all messages are acknowledged. */
  stop(): void {
    this.#isStopping = true;
  }

  /** Sends messages until the connection ends or {@linkcode Speaker.stop} is called. */
  async talk(server: TestServer, onAck: () => void): Promise<void> {
    try {
      await using peer = await Peer.json(server, this.#name, { token: this.#token });
      await peer.send(...[...this.#unheard].map(([ref, text]) => say(ref, text)));
      while (this.#unheard.size < WINDOW) await this.#say(peer);
      for (;;) {
        const event = JSON.parse(await peer.next());
        if (event.type === "message") know(this.#known, event.id, event.text);
        // A message that was not stored is repeated with its nonce.
        if (event.type === "error") await this.#sayAgain(peer, event.ref);
        if (event.type !== "ack") continue;
        know(this.#known, event.id, this.#unheard.get(event.ref)!);
        this.#unheard.delete(event.ref);
        onAck();
        if (!this.#isStopping) await this.#say(peer);
        else if (this.#unheard.size === 0) return;
      }
    } catch (error) {
      // Losing the connection is expected; anything else is a failure.
      if (!isLoss(error)) throw error;
    }
  }

  /** Repeats unacknowledged messages until none is left. */
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

/**
 * Lets speakers repeat unacknowledged messages, then checks that each message is stored once and that known ones have
 * the ids under which clients saw them.
 *
 * @returns All texts in order of id.
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
