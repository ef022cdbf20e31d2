import { assertEquals } from "@std/assert";
import { testOverNodes } from "../support/cluster.ts";
import { testWith } from "../support/needs.ts";
import { Peer } from "../support/peer.ts";
import { PostgresServer } from "../support/postgres.ts";
import { secondConnection } from "../support/second_connection.ts";
import { startServer, type TestServer } from "../support/server.ts";

function say(text: string): Record<string, unknown> {
  return { type: "say", room: "#geral", text, ref: text };
}

/** Sends each text in a write of its own and resolves once the server has read them. */
async function sayAll(peer: Peer, texts: readonly string[]): Promise<void> {
  for (const text of texts) {
    await peer.send(say(text));
    await peer.send({ type: "ping", ref: text });
    await peer.skipTo("pong");
  }
}

/** Stops a server whose database does not answer, and checks that these texts are refused. */
async function stopInVain(
  server: TestServer,
  peer: Peer,
  texts: readonly string[],
  line: string,
): Promise<void> {
  assertEquals(await server.stop("SIGTERM"), 1);
  await peer.ended();
  const events = peer.frames.map((frame) => JSON.parse(frame));
  const refused = events.filter(({ type }) => type === "error")
    .map(({ code, ref }) => `${code} ${ref}`);
  assertEquals(refused, texts.map((text) => `not_stored ${text}`));
  assertEquals(events.filter(({ type }) => type === "ack"), []);
  assertEquals(events.at(-1), { type: "bye", reason: "shutting_down" });
  assertEquals(server.log.slice(-2), [line, "[ENCERRADO] Até logo!"]);
  assertEquals(server.errors, []);
}

/** Texts of `#geral` after a restart. */
async function stored(args: readonly string[]): Promise<string[]> {
  await using server = await startServer({ args });
  await using peer = await Peer.json(server, "Leitora");
  await peer.send({ type: "history", room: "#geral", ref: 1 });
  const { messages } = await peer.skipTo("history");
  return messages.map(({ text }: { readonly text: string }) => text);
}

Deno.test("stopping with a locked database reports what was not stored", async () => {
  const directory = await Deno.makeTempDir();
  const args = ["--db", `${directory}/chat.db`];
  const server = await startServer({ args });
  await using ana = await Peer.json(server, "Ana");
  await ana.send(say("antes"));
  await ana.skipTo("ack");
  const other = secondConnection(args[1]!);
  other.exec("BEGIN IMMEDIATE");
  // The first is being stored, the others wait for it.
  const texts = ["um", "dois", "três"];
  await sayAll(ana, texts);
  ana.frames.length = 0;
  await stopInVain(
    server,
    ana,
    texts,
    "[NÃO GRAVADAS] 3 mensagens não puderam ser gravadas a tempo. Nenhuma foi confirmada a quem a enviou.",
  );
  other.exec("ROLLBACK");
  other.close();
  assertEquals(await stored(args), ["antes"]);
  await Deno.remove(directory, { recursive: true });
});

Deno.test("stopping after the database was unlocked stores everything", async () => {
  const directory = await Deno.makeTempDir();
  const args = ["--db", `${directory}/chat.db`];
  const server = await startServer({ args });
  await using ana = await Peer.json(server, "Ana");
  const other = secondConnection(args[1]!);
  other.exec("BEGIN IMMEDIATE");
  const texts = ["um", "dois", "três"];
  await sayAll(ana, texts);
  const stopped = server.stop("SIGTERM");
  await server.logged(/^\[ENCERRANDO\]/);
  other.exec("ROLLBACK");
  other.close();
  assertEquals(await stopped, 0);
  await ana.ended();
  const acks = ana.frames.map((frame) => JSON.parse(frame)).filter(({ type }) => type === "ack");
  assertEquals(acks.map(({ ref }) => ref), texts);
  assertEquals(await stored(args), texts);
  await Deno.remove(directory, { recursive: true });
});

testWith("postgres", "stopping with PostgreSQL frozen reports what was not stored", async () => {
  await using postgres = await PostgresServer.start();
  const args = ["--db", await postgres.database(), "--lang", "pt-BR"];
  const server = await startServer({ args });
  await using ana = await Peer.json(server, "Ana");
  await ana.send(say("antes"));
  await ana.skipTo("ack");
  const thaw = await postgres.freeze();
  try {
    await sayAll(ana, ["um"]);
    // A page of history that is never read does not delay stopping either.
    await ana.send({ type: "history", room: "#geral" });
    ana.frames.length = 0;
    await stopInVain(
      server,
      ana,
      ["um"],
      "[NÃO GRAVADA] 1 mensagem não pôde ser gravada a tempo. Ela não foi confirmada a quem a enviou.",
    );
  } finally {
    thaw();
  }
  // The message being stored may turn up; the acknowledged one is there.
  assertEquals((await stored(args))[0], "antes");
});

testOverNodes(0, "a node stops in time with NATS or PostgreSQL frozen", async (cluster, t) => {
  for (const engine of ["nats", "postgres"] as const) {
    await t.step(engine, async () => {
      const server = await cluster.add();
      await using ana = await Peer.json(server, "Ana");
      await ana.send(say("antes"));
      await ana.skipTo("ack");
      const thaw = await cluster.engines[engine].freeze();
      try {
        // Every message was stored before.
        assertEquals(await server.stop("SIGTERM"), 0);
        await ana.ended();
        assertEquals(server.log.at(-1), "[ENCERRADO] Até logo!");
      } finally {
        thaw();
      }
    });
  }
});
