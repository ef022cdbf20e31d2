import { assertEquals, assertGreaterOrEqual } from "@std/assert";
import { testWith } from "./support/needs.ts";
import { Peer } from "./support/peer.ts";
import { POSTGRES_PROGRAMS, PostgresServer } from "./support/postgres.ts";
import { run } from "./support/program.ts";
import { startServer } from "./support/server.ts";

/** A message of `#geral` as `chat export` writes it. */
interface Message {
  readonly id: number;
  readonly from: string;
  readonly text: string;
}

/** Shell commands under a heading of docs/backup.md. */
async function documented(heading: string): Promise<string> {
  const page = await Deno.readTextFile(new URL("../docs/backup.md", import.meta.url));
  const section = page.split(/^#+ /m).find((section) => section.startsWith(`${heading}\n`));
  const commands = /^```sh\n(.*?)^```$/ms.exec(section ?? "")?.[1];
  if (commands === undefined) throw new Error(`There are no commands under ${heading}`);
  return commands;
}

/** Runs commands in a shell and checks that all succeed. */
async function shell(commands: string, cwd: string, env: Record<string, string>): Promise<void> {
  const options = { args: ["-euc", commands], cwd, env };
  const { code, stderr } = await new Deno.Command("sh", options).output();
  assertEquals([code, new TextDecoder().decode(stderr)], [0, ""], commands);
}

/** Client that sends a message each time the last one was acknowledged, until the server is gone. */
class Talker implements AsyncDisposable {
  readonly acknowledged: Message[] = [];
  readonly #peer: Peer;
  readonly #name: string;
  readonly #talking: Promise<void>;
  /** Callers that wait for a number of acknowledgements. */
  readonly #waiting = new Map<number, () => void>();

  constructor(peer: Peer, name: string) {
    this.#peer = peer;
    this.#name = name;
    this.#talking = this.#talk();
  }

  /** Resolves when `count` more messages are acknowledged. */
  more(count: number): Promise<void> {
    return new Promise((resolve) => this.#waiting.set(this.acknowledged.length + count, resolve));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#peer[Symbol.asyncDispose]();
    await this.#talking;
  }

  async #talk(): Promise<void> {
    for (let ref = 1;; ref++) {
      const text = `${this.#name} ${ref}`;
      try {
        await this.#peer.send({ type: "say", room: "#geral", text, ref });
        const { id } = await this.#peer.skipTo("ack");
        this.acknowledged.push({ id, from: this.#name, text });
      } catch {
        return;
      }
      this.#waiting.get(ref)?.();
    }
  }
}

/** What differs between the databases. */
interface Kind {
  readonly name: string;
  readonly cwd: string;
  /** Environment before and after the loss: `PATH`, and `CHAT_DB` if needed. */
  readonly before: Record<string, string>;
  readonly after: Record<string, string>;
}

/** Backs up while clients talk, kills the server, restores the backup and checks the messages. */
async function check({ name, cwd, before, after }: Kind): Promise<void> {
  let saved: Message[];
  {
    await using server = await startServer({ cwd, env: before });
    const names = ["Alice", "Bob", "Carla"];
    const talkers = await Promise.all(
      names.map(async (name) => new Talker(await Peer.json(server, name), name)),
    );
    await Promise.all(talkers.map((talker) => talker.more(100)));
    saved = talkers.flatMap((talker) => talker.acknowledged);
    await shell(await documented(`Back up ${name}`), cwd, before);
    await Promise.all(talkers.map((talker) => talker.more(100)));
    await server.stop("SIGKILL");
    for (const talker of talkers) await talker[Symbol.asyncDispose]();
  }
  await shell(await documented(`Restore ${name}`), cwd, after);
  await using server = await startServer({ cwd, env: after });
  const db = after["CHAT_DB"] ?? `${cwd}/chat.db`;
  const { code, stdout } = await run(["export", "--db", db]);
  assertEquals(code, 0);
  const found: Message[] = stdout.trimEnd().split("\n").map((line) => JSON.parse(line));
  assertEquals(found.map(({ id }) => id), found.map((_, index) => index + 1));
  assertGreaterOrEqual(saved.length, 300);
  const kept = saved.map(({ id }) => {
    const { from, text } = found[id - 1]!;
    return { id, from, text };
  });
  assertEquals(kept, saved);
  await using alice = await Peer.json(server, "Alice");
  await alice.send({ type: "search", room: "#geral", terms: "alice 100" });
  const [result] = (await alice.skipTo("found")).messages.slice(-1);
  assertEquals(result!.text, "Alice 100");
  await alice.send({ type: "say", room: "#geral", text: "de volta", ref: 1 });
  assertEquals((await alice.skipTo("ack")).id, found.length + 1);
}

testWith("sqlite3", "the documented backup of SQLite keeps all that was acknowledged", async () => {
  const cwd = await Deno.makeTempDir();
  await check({ name: "SQLite", cwd, before: {}, after: {} });
  for (const name of ["chat.db", "backup.db"]) {
    assertEquals(Deno.statSync(`${cwd}/${name}`).mode! & 0o777, 0o600);
  }
  await Deno.remove(cwd, { recursive: true });
});

testWith(
  "postgres",
  "the documented backup of PostgreSQL keeps all that was acknowledged",
  async () => {
    await using postgres = await PostgresServer.start();
    const cwd = await Deno.makeTempDir();
    const PATH = `${POSTGRES_PROGRAMS}:${Deno.env.get("PATH")}`;
    const [before, after] = [await postgres.database(), await postgres.database()];
    await check({
      ...{ name: "PostgreSQL", cwd },
      ...{ before: { PATH, CHAT_DB: before }, after: { PATH, CHAT_DB: after } },
    });
    await Deno.remove(cwd, { recursive: true });
  },
);
