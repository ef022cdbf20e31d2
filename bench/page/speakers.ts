import { dialWebSocket } from "../../client/connection/web_socket.ts";
import { ChatClient } from "../../client/session/client.ts";
import { every } from "./every.ts";

/** Names of the users who talk. */
const NAMES = ["Ana", "Bruno", "Carla", "Davi", "Elisa", "Fábio", "Gabi", "Hugo", "Iara", "João"];

/** Messages sent to a room before their acknowledgements are waited for. */
const BATCH = 100;

const TEXT =
  "a reunião de hoje ficou para as 15h, na sala de sempre; quem vem? https://example.org";

/** Users who talk while the page is measured. */
export class Speakers implements AsyncDisposable {
  readonly #clients: readonly ChatClient[];
  #acked = 0;
  #onAck = () => {};

  private constructor(port: number) {
    this.#clients = NAMES.map(() =>
      new ChatClient({
        dial: () => dialWebSocket(new URL(`ws://127.0.0.1:${port}/ws`)),
        onEvent: (event) => {
          if (event.type !== "server" || event.message.type !== "ack") return;
          this.#acked++;
          this.#onAck();
        },
      })
    );
  }

  static async connect(port: number): Promise<Speakers> {
    const speakers = new Speakers(port);
    for (const [index, client] of speakers.#clients.entries()) {
      await client.connect();
      await client.signIn(NAMES[index]!);
    }
    return speakers;
  }

  /** Says messages in several rooms, as fast as they are acknowledged. */
  async sayAll(rooms: readonly string[], count: number): Promise<void> {
    for (const client of this.#clients) {
      for (const room of rooms) client.request({ type: "join", room });
    }
    for (let sent = 0; sent < count; sent += BATCH) {
      for (let index = 0; index < BATCH; index++) {
        this.#say(rooms[(sent / BATCH) % rooms.length]!, sent + index);
      }
      await this.#whenAcked(sent + BATCH);
    }
    for (const client of this.#clients) {
      for (const room of rooms) client.request({ type: "leave", room });
    }
  }

  /** Says messages in a room, so many a second. */
  async sayAtRate(room: string, count: number, rate: number): Promise<void> {
    const before = this.#acked;
    await every(count, rate, (index) => this.#say(room, index));
    await this.#whenAcked(before + count);
  }

  #say(room: string, index: number): void {
    // Some users say several messages in a row.
    const client = this.#clients[(index * 7 >> 2) % this.#clients.length]!;
    client.request({ type: "say", room, text: `${index} ${TEXT}` });
  }

  #whenAcked(count: number): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#onAck = () => {
      if (this.#acked >= count) resolve();
    };
    this.#onAck();
    return promise;
  }

  // deno-lint-ignore require-await
  async [Symbol.asyncDispose](): Promise<void> {
    for (const client of this.#clients) client.quit();
  }
}
