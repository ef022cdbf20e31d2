import { assertEquals, assertMatch } from "@std/assert";
import type { ServerMessage } from "../protocol/messages/server_messages.ts";
import { testWith } from "./support/needs.ts";
import { Peer } from "./support/peer.ts";
import { readAll } from "./support/read_all.ts";
import { startServer } from "./support/server.ts";

/** Size of the disk, and bytes of a file that is removed later to make room. */
const DISK = "4m";
const BALLAST = 1024 * 1024;

const SPEAKERS = 4;

/** Unacknowledged messages per speaker. */
const WINDOW = 8;

const PADDING = "x".repeat(3_000);

/** Mounts a small disk. */
async function smallDisk(): Promise<AsyncDisposable & { path: string }> {
  const path = await Deno.makeTempDir();
  await run("mount", "-t", "tmpfs", "-o", `size=${DISK}`, "tmpfs", path);
  return {
    path,
    [Symbol.asyncDispose]: async () => {
      await run("umount", path);
      await Deno.remove(path);
    },
  };
}

async function run(program: string, ...args: string[]): Promise<void> {
  const { success } = await new Deno.Command(program, { args }).output();
  if (!success) throw new Error(`Cannot run ${program} ${args.join(" ")}`);
}

/** Sends messages to a room, each with its own `ref`. */
class Speaker {
  readonly peer: Peer;
  #count = 0;

  constructor(peer: Peer) {
    this.peer = peer;
  }

  /** Sends messages until one is refused; returns the acknowledged ones by id. */
  async talkUntilRefused(): Promise<Map<number, string>> {
    const stored = new Map<number, string>();
    const asked = new Map<number, string>();
    for (let isRefused = false; !isRefused || asked.size > 0;) {
      while (!isRefused && asked.size < WINDOW) await this.#say(asked);
      const answer = JSON.parse(await this.peer.next());
      if (answer.ref === undefined) continue;
      if (answer.type === "ack") stored.set(answer.id, asked.get(answer.ref)!);
      else assertEquals(answer.code, "not_stored");
      isRefused ||= answer.type === "error";
      asked.delete(answer.ref);
    }
    return stored;
  }

  /** Sends one message; returns its `id` or the code of the error. */
  async say(): Promise<{ text: string; answer: number | string }> {
    const asked = new Map<number, string>();
    await this.#say(asked);
    for (;;) {
      const answer = JSON.parse(await this.peer.next());
      const text = asked.get(answer.ref);
      if (text !== undefined) return { text, answer: answer.id ?? answer.code };
    }
  }

  async #say(asked: Map<number, string>): Promise<void> {
    const ref = ++this.#count;
    const text = `${crypto.randomUUID()} ${PADDING}`;
    asked.set(ref, text);
    await this.peer.send({ type: "say", room: "#geral", text, ref });
  }
}

testWith(
  ["linux", "mount"],
  "a full disk refuses messages and recovers when there is room",
  async () => {
    await using disk = await smallDisk();
    const args = ["--db", `${disk.path}/chat.db`];
    const ballast = `${disk.path}/ballast`;
    await Deno.writeFile(ballast, new Uint8Array(BALLAST));
    const stored = new Map<number, string>();
    {
      await using server = await startServer({ args });
      await using listener = await Peer.json(server, "Ouvinte");
      const speakers: Speaker[] = [];
      while (speakers.length < SPEAKERS) {
        speakers.push(new Speaker(await Peer.json(server, `f${speakers.length}`)));
      }
      for (const talk of await Promise.all(speakers.map((speaker) => speaker.talkUntilRefused()))) {
        for (const [id, text] of talk) stored.set(id, text);
      }
      // Requests that write nothing are answered.
      await listener.send({ type: "history", room: "#geral", limit: 1, ref: "latest" });
      const heard = new Map<number, string>();
      let latest: ServerMessage;
      for (;;) {
        latest = JSON.parse(await listener.next());
        if (latest.type === "message") heard.set(latest.id, latest.text);
        if (latest.type === "history" && latest.ref === "latest") break;
      }
      assertEquals(heard, stored);
      assertEquals(latest.messages.map(({ id }) => id), [stored.size]);
      await Deno.remove(ballast);
      const { text, answer } = await speakers[0]!.say();
      assertEquals(answer, stored.size + 1);
      stored.set(stored.size + 1, text);
      await server.logged(/^\[OK\] O banco de dados/);
      const lines = server.log.filter((line) => line.includes("banco de dados"));
      assertMatch(lines[0]!, /^\[ERRO\]/);
      for (const { peer } of speakers) await peer[Symbol.asyncDispose]();
      assertEquals(await server.stop(), 0);
    }
    await using server = await startServer({ args });
    const texts = await readAll(server);
    assertEquals(new Map(texts.map((text, index) => [index + 1, text])), stored);
    assertEquals(await server.stop(), 0);
  },
);
