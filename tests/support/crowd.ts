import { assertEquals } from "@std/assert";
import { deadline } from "@std/async/deadline";
import { Candidates } from "../../client/connection/addresses.ts";
import { dialTcp } from "../../client/connection/dial.ts";
import { ChatClient } from "../../client/session/client.ts";
import type { ClientEvent } from "../../client/session/event.ts";
import type { Say } from "../../protocol/messages/client_messages.ts";
import type { RoomMessage } from "../../protocol/messages/server_messages.ts";
import type { Ref } from "../../protocol/messages/request.ts";
import { waitUntil } from "./wait_until.ts";

/** Address of a server. */
export type Listening = { readonly host: string; readonly port: number };

/** Rooms per client, besides `#geral`. */
const ROOMS_EACH = 2;

/** Unacknowledged messages per client. */
const WINDOW = 8;

/** How long to wait for an expected event, in milliseconds. */
const TIMEOUT = 60_000;

/** Pause before a refused message is repeated, in milliseconds. */
const RETRY_PAUSE = 50;

/** One {@linkcode ChatClient} of a crowd and the messages it received. */
export class Talker {
  readonly name: string;
  /** Received messages by room, in order of arrival. */
  readonly heard = new Map<string, RoomMessage[]>();
  readonly rooms: readonly string[];
  /** Number of gaps that the client reported. */
  gaps = 0;
  /** Longest time without a connection, in milliseconds. */
  away = 0;
  /** Number of messages sent. */
  said = 0;
  /** Resolves with the reason when the client ends. */
  readonly closed = Promise.withResolvers<string>();
  readonly #client: ChatClient;
  /** Unacknowledged messages by `ref`. */
  readonly #unheard = new Map<Ref, Say>();
  /** Number of the latest acknowledged message. */
  #lastHeard = 0;
  /** The last event, for errors. */
  #last = "";
  #waiting: (() => void)[] = [];
  #lostAt = 0;

  constructor(index: number, rooms: readonly string[], servers: readonly Listening[]) {
    this.name = `p${index}`;
    this.rooms = Array.from(
      { length: ROOMS_EACH },
      (_, turn) => rooms[(index + turn) % rooms.length]!,
    );
    // The clients start with different servers.
    const candidates = servers.map(({ host: hostname, port }) => ({
      address: `${hostname}:${port}`,
      dial: () => dialTcp({ hostname, port }, () => {}),
    }));
    const { dial } = new Candidates(candidates, () => (index % servers.length) / servers.length);
    this.#client = new ChatClient({
      dial,
      onEvent: (event) => this.#take(event),
      // Shorter than the default, to keep the test short.
      waits: function* () {
        for (;;) yield 100 + Math.random() * 200;
      },
    });
  }

  /** Signs in and joins the rooms. */
  async enter(): Promise<void> {
    await this.#client.connect();
    const answer = await this.#client.handshake(this.name);
    assertEquals(answer?.type, "welcome");
    for (const room of this.rooms) this.#client.request({ type: "join", room });
    await this.#client.settled();
  }

  /** Sends one message to each room, then waits until few are unacknowledged. */
  async talk(): Promise<void> {
    for (const room of this.rooms) {
      const text = `${this.name} ${++this.said}`;
      this.#say({ type: "say", room, text, nonce: text });
    }
    await this.acknowledged(WINDOW);
  }

  /** Resolves when fewer messages than this are unacknowledged. */
  async acknowledged(fewerThan = 1): Promise<void> {
    await this.#until(() => this.#unheard.size < fewerThan, `fewer than ${fewerThan} unheard`);
  }

  /** Resolves when a message sent from now on is acknowledged. */
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
    // A message that was not stored is repeated with its nonce.
    if (isRefused) return this.#sayAgain(say);
    this.#lastHeard = Math.max(this.#lastHeard, Number(say.text.split(" ")[1]));
    for (const resolve of this.#waiting.splice(0)) resolve();
  }

  async #until(isSo: () => boolean, what: string): Promise<void> {
    const end = performance.now() + TIMEOUT;
    while (!isSo()) {
      const { promise, resolve } = Promise.withResolvers<void>();
      this.#waiting.push(resolve);
      await deadline(promise, end - performance.now()).catch(() => {
        throw new Error(
          `${this.name} timed out waiting for ${what}; the last event: ${this.#last}`,
        );
      });
    }
  }

  #sayAgain(say: Say): void {
    const place = `again ${say.text}`;
    this.#unheard.set(place, say);
    setTimeout(() => {
      this.#unheard.delete(place);
      this.#say(say);
    }, RETRY_PAUSE);
  }

  #hear(...messages: readonly RoomMessage[]): void {
    for (const message of messages) {
      const list = this.heard.get(message.room) ?? [];
      this.heard.set(message.room, list);
      list.push(message);
    }
  }
}

/** Clients that talk in rooms over several nodes while faults are injected. */
export class Crowd implements AsyncDisposable {
  readonly talkers: readonly Talker[];
  #isTalking = true;

  private constructor(talkers: readonly Talker[]) {
    this.talkers = talkers;
  }

  /** Connects clients, evenly over the nodes. */
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

  /** Talks until {@linkcode Crowd.stop}; resolves with the number of messages once all are acknowledged. */
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

  /** Resolves when each client had a message acknowledged that it sent from now on. */
  async hears(): Promise<void> {
    await Promise.all(this.talkers.map((talker) => talker.heardOf()));
  }

  /** Sends nothing new. */
  stop(): void {
    this.#isTalking = false;
  }

  /** Checks that all clients received every message of their rooms, once and in the same order. */
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

  /** Longest time that any client was without a connection, in milliseconds. */
  get away(): number {
    return Math.max(...this.talkers.map(({ away }) => away));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all(this.talkers.map((talker) => talker.leave()));
  }
}

/** Resolves when a client has received a number of messages in a room. */
async function heard(talker: Talker, room: string, expected: number): Promise<void> {
  const count = () => talker.heard.get(room)?.length ?? 0;
  await waitUntil(
    () => count() >= expected,
    () => `${talker.name} to hear ${expected} messages in ${room}: there are ${count()}`,
    { timeout: TIMEOUT },
  );
}
