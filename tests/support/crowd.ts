import { assertEquals } from "@std/assert";
import { deadline } from "@std/async/deadline";
import { ChatClient } from "../../client/session/client.ts";
import { Candidates } from "../../client/connection/addresses.ts";
import { dialTcp } from "../../client/connection/dial.ts";
import type { ClientEvent } from "../../client/session/event.ts";
import type { RoomMessage, Say } from "../../protocol/messages/messages.ts";
import type { Ref } from "../../protocol/messages/request.ts";

/** Where a server listens. */
export type Listening = { readonly host: string; readonly port: number };

/** Rooms that each member of a crowd is in, beside the first. */
const ROOMS_EACH = 2;

/** How many things each may have said that are not acknowledged. */
const WINDOW = 8;

/** For how long something that must come may take, in milliseconds. */
const PATIENCE = 60_000;

/** How long to wait before something is said again that was refused, in milliseconds. */
const AGAIN = 50;

/** One member of a crowd: the real client, and what it was handed. */
export class Talker {
  readonly name: string;
  /** By room, what came, in the order in which it came. */
  readonly heard = new Map<string, RoomMessage[]>();
  readonly rooms: readonly string[];
  /** How often something was lost for good. */
  gaps = 0;
  /** The longest time for which it was away, in milliseconds. */
  away = 0;
  /** How many things it said, all of which are acknowledged in the end. */
  said = 0;
  /** Resolves when the connection is closed for good. */
  readonly closed = Promise.withResolvers<string>();
  readonly #client: ChatClient;
  /** What is not acknowledged, by its `ref`. */
  readonly #unheard = new Map<Ref, Say>();
  /** The number of the latest thing that is acknowledged. */
  #lastHeard = 0;
  /** What happened last, for whoever wants to know why nothing more did. */
  #last = "";
  #waiting: (() => void)[] = [];
  #lostAt = 0;

  constructor(index: number, rooms: readonly string[], servers: readonly Listening[]) {
    this.name = `p${index}`;
    this.rooms = Array.from(
      { length: ROOMS_EACH },
      (_, turn) => rooms[(index + turn) % rooms.length]!,
    );
    // Each begins with another one.
    const candidates = servers.map(({ host: hostname, port }) => ({
      address: `${hostname}:${port}`,
      dial: () => dialTcp({ hostname, port }, () => {}),
    }));
    const { dial } = new Candidates(candidates, () => (index % servers.length) / servers.length);
    this.#client = new ChatClient({
      dial,
      onEvent: (event) => this.#take(event),
      // Nobody is to wait long for one who waits.
      waits: function* () {
        for (;;) yield 100 + Math.random() * 200;
      },
    });
  }

  /** Comes into its rooms. */
  async enter(): Promise<void> {
    await this.#client.connect();
    const answer = await this.#client.signIn(this.name);
    assertEquals(answer?.type, "welcome");
    for (const room of this.rooms) this.#client.request({ type: "join", room });
    await this.#client.settled();
  }

  /** Says one thing in each of its rooms, and waits until not much is unanswered. */
  async talk(): Promise<void> {
    for (const room of this.rooms) {
      const text = `${this.name} ${++this.said}`;
      this.#say({ type: "say", room, text, nonce: text });
    }
    await this.acknowledged(WINDOW);
  }

  /** Resolves when fewer than so many things are not acknowledged. */
  async acknowledged(fewerThan = 1): Promise<void> {
    await this.#until(() => this.#unheard.size < fewerThan, `fewer than ${fewerThan} unheard`);
  }

  /** Resolves when something is acknowledged that is said from now on. */
  async heardOf(): Promise<void> {
    const { said } = this;
    while (this.#lastHeard <= said) {
      await new Promise<void>((resolve) => this.#waiting.push(resolve));
    }
  }

  /** Leaves. */
  async leave(): Promise<void> {
    this.#client.quit();
    await this.closed.promise;
  }

  #say(say: Say): void {
    this.#unheard.set(this.#client.request(say), say);
  }

  #take(event: ClientEvent): void {
    this.#last = JSON.stringify(event);
    switch (event.type) {
      case "gap":
        this.gaps++;
        break;
      case "lost":
        this.#lostAt ||= performance.now();
        break;
      case "back":
        this.away = Math.max(this.away, performance.now() - this.#lostAt);
        this.#lostAt = 0;
        break;
      case "recent":
        this.#hear(...event.history.messages.filter((message) => "room" in message));
        break;
      case "closed":
        this.closed.resolve(event.reason);
        break;
      case "server":
        if (event.message.type === "message") this.#hear(event.message);
        else if (event.message.type === "ack") this.#answer(event.message.ref);
        else if (event.message.type === "error") this.#answer(event.message.ref, true);
    }
  }

  #answer(ref: Ref | undefined, isRefused = false): void {
    const say = ref === undefined ? undefined : this.#unheard.get(ref);
    if (say === undefined) return;
    this.#unheard.delete(ref!);
    // What could not be stored is said again, as the same.
    if (isRefused) return this.#sayAgain(say);
    this.#lastHeard = Math.max(this.#lastHeard, Number(say.text.split(" ")[1]));
    for (const resolve of this.#waiting.splice(0)) resolve();
  }

  async #until(isSo: () => boolean, what: string): Promise<void> {
    const end = performance.now() + PATIENCE;
    while (!isSo()) {
      const { promise, resolve } = Promise.withResolvers<void>();
      this.#waiting.push(resolve);
      await deadline(promise, end - performance.now()).catch(() => {
        throw new Error(`${this.name} waits in vain for ${what}; the last it heard: ${this.#last}`);
      });
    }
  }

  #sayAgain(say: Say): void {
    const place = `again ${say.text}`;
    this.#unheard.set(place, say);
    setTimeout(() => {
      this.#unheard.delete(place);
      this.#say(say);
    }, AGAIN);
  }

  #hear(...messages: readonly RoomMessage[]): void {
    for (const message of messages) {
      const list = this.heard.get(message.room) ?? [];
      this.heard.set(message.room, list);
      list.push(message);
    }
  }
}

/** People who talk in rooms over several nodes, whatever happens to these. */
export class Crowd implements AsyncDisposable {
  readonly talkers: readonly Talker[];
  #isTalking = true;

  private constructor(talkers: readonly Talker[]) {
    this.talkers = talkers;
  }

  /** Has people come in, evenly over the nodes. */
  static async enter(
    servers: readonly Listening[],
    { people, rooms }: { readonly people: number; readonly rooms: number },
  ): Promise<Crowd> {
    const names = Array.from({ length: rooms }, (_, index) => `#r${index}`);
    const talkers = Array.from(
      { length: people },
      (_, index) => new Talker(index, names, servers),
    );
    for (let from = 0; from < people; from += 10) {
      await Promise.all(talkers.slice(from, from + 10).map((talker) => talker.enter()));
    }
    return new Crowd(talkers);
  }

  /** Resolves with the number of things said once all is acknowledged that was said before {@linkcode Crowd.stop}. */
  async talk(pause: () => Promise<void>): Promise<number> {
    await Promise.all(this.talkers.map(async (talker) => {
      while (this.#isTalking) {
        await talker.talk();
        await pause();
      }
      await talker.acknowledged();
    }));
    return this.talkers.reduce((sum, { said }) => sum + said, 0);
  }

  /** Resolves when everybody had something acknowledged that they say from now on. */
  async hears(): Promise<void> {
    await Promise.all(this.talkers.map((talker) => talker.heardOf()));
  }

  /** Says nothing new. */
  stop(): void {
    this.#isTalking = false;
  }

  /** Makes sure that everybody heard the same in each room, once and in one order, and all of it. */
  async agree(): Promise<void> {
    for (const talker of this.talkers) {
      for (const room of talker.rooms) {
        const said = this.talkers.filter(({ rooms }) => rooms.includes(room))
          .reduce((sum, { said }) => sum + said / ROOMS_EACH, 0);
        await heard(talker, room, said);
        const list = talker.heard.get(room) ?? [];
        assertEquals(
          list.map(({ id }) => id),
          list.map((_, index) => index + 1),
          `${talker.name} in ${room}`,
        );
        const first = this.talkers.find(({ rooms }) => rooms.includes(room))!;
        const lines = (heard: readonly RoomMessage[] = []) =>
          heard.map(({ id, from, text }) => `${id} ${from} ${text}`);
        await heard(first, room, said);
        assertEquals(lines(list), lines(first.heard.get(room)));
        assertEquals(new Set(list.map(({ text }) => text)).size, said);
      }
      assertEquals(talker.gaps, 0);
    }
  }

  /** The longest time for which somebody was away, in milliseconds. */
  get away(): number {
    return Math.max(...this.talkers.map(({ away }) => away));
  }

  /** Has everybody leave. */
  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all(this.talkers.map((talker) => talker.leave()));
  }
}

/** Resolves when somebody has heard so many messages in a room. */
async function heard(talker: Talker, room: string, count: number): Promise<void> {
  const end = performance.now() + PATIENCE;
  while ((talker.heard.get(room)?.length ?? 0) < count) {
    if (performance.now() > end) {
      throw new Error(
        `${talker.name} heard ${talker.heard.get(room)?.length} of ${count} in ${room}`,
      );
    }
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
