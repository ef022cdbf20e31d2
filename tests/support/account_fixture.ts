import { assertEquals } from "@std/assert";
import { Engines } from "./engines.ts";
import { PASSWORD } from "./moderation_fixture.ts";
import { testWith } from "./needs.ts";
import { startNodes } from "./nodes.ts";
import { Peer } from "./peer.ts";
import { run } from "./program.ts";
import { codeOf, settled } from "./requests.ts";
import { NO_TIMEOUT, type TestServer } from "./server.ts";
import { startProcess } from "./server_process.ts";

export const OTHER_PASSWORD = "bateria grampo";

/** A running server whose accounts `chat user` changes. */
export interface AccountFixture {
  readonly server: TestServer;
  /** Runs `chat user` with the given arguments. */
  user(words: string, password?: string): Promise<void>;
}

const engines = await Engines.shared();

/** Defines the same test over SQLite, PostgreSQL and three nodes. */
export function testWithAccounts(
  name: string,
  fn: (fixture: AccountFixture) => Promise<void>,
): void {
  const overDatabase = async (db: string) => {
    await using server = await startProcess({ args: ["--db", db, ...NO_TIMEOUT] });
    await fn(fixtureOf(server, db));
  };
  Deno.test(`${name} (SQLite)`, async () => {
    const directory = await Deno.makeTempDir();
    await overDatabase(`${directory}/chat.db`);
    await Deno.remove(directory, { recursive: true });
  });
  testWith(["postgres", "nats-server"], `${name} (PostgreSQL)`, async () => {
    await overDatabase(await engines!.postgres.database());
  });
  testWith(["postgres", "nats-server"], `${name} (three nodes)`, async () => {
    const flags = await engines!.flags();
    await using server = await startNodes({ args: [...flags, ...NO_TIMEOUT] });
    await fn(fixtureOf(server, flags[1]!));
  });
}

function fixtureOf(server: TestServer, db: string): AccountFixture {
  return {
    server,
    user: async (words, password = PASSWORD) => {
      const env = { CHAT_PASSWORD: password };
      const { code, stderr } = await run(["user", ...words.split(" "), "--db", db], { env });
      assertEquals([code, stderr], [0, ""]);
    },
  };
}

/** Sends `hello`; returns the type of the answer or the code of the error. */
export async function greet(
  fixture: AccountFixture,
  fields: Record<string, unknown>,
): Promise<string> {
  await using peer = await Peer.connect(fixture.server);
  return await codeOf(peer, { type: "hello", version: 1, ...fields });
}

export function signIn(fixture: AccountFixture, name: string, fields = {}): Promise<Peer> {
  return Peer.json(fixture.server, name, { password: PASSWORD, ...fields });
}

/** Texts of the private messages that a peer has received. */
export async function privateTexts(peer: Peer): Promise<string[]> {
  return (await settled(peer)).flatMap((event) =>
    event.type === "direct"
      ? [event.text]
      : event.type === "history" && event.with !== undefined
      ? event.messages.map(({ text }) => text)
      : []
  );
}
