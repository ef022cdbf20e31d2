import { assertEquals, assertMatch, assertRejects } from "@std/assert";
import { deadline } from "@std/async/deadline";
import { delay } from "@std/async/delay";
import { Candidates } from "../client/connection/addresses.ts";
import { dialTcp, dialTls } from "../client/connection/dial.ts";
import { ChatError } from "../client/connection/errors.ts";
import type { Dial } from "../client/connection/transport.ts";
import { dialWebSocket } from "../client/connection/web_socket.ts";
import { ChatClient } from "../client/session/client.ts";
import { ClosedError } from "../client/session/errors.ts";
import type { ClientEvent } from "../client/session/event.ts";
import { encodeFrame } from "../protocol/framing/encode_frame.ts";
import { BadServer } from "./support/bad_server.ts";
import { TestCertificates } from "./support/certificates.ts";
import { WELCOME } from "./support/fake_server.ts";
import { testWith } from "./support/needs.ts";
import { Peer } from "./support/peer.ts";
import { run } from "./support/program.ts";
import { startServer, type TestServer } from "./support/server.ts";
import { Terminal } from "./support/tmux.ts";
import { TIMEOUT } from "./support/wait_until.ts";

/** Timeouts that are short for a test, and long for a server on the same machine. */
const TIMEOUTS = { answer: 1_000 };

const welcome = encodeFrame(JSON.stringify(WELCOME), { maxLength: 100_000 });

/** Reads until the client closes. */
async function read(conn: Deno.Conn): Promise<void> {
  const buffer = new Uint8Array(1_024);
  while (await conn.read(buffer) !== null);
}

/** Sends bytes again and again until the client closes. */
async function repeat(conn: Deno.Conn, chunks: Iterable<Uint8Array>): Promise<void> {
  for (const chunk of chunks) {
    await conn.write(chunk);
    await delay(100);
  }
}

function* forEver(bytes: Uint8Array): Generator<Uint8Array> {
  for (;;) yield bytes;
}

function* each(bytes: Uint8Array): Generator<Uint8Array> {
  for (const byte of bytes) yield new Uint8Array([byte]);
}

/** Servers that accept a connection and are of no use. */
const BAD: Readonly<Record<string, (conn: Deno.Conn) => Promise<void>>> = {
  "says nothing": read,
  "sends half a frame": async (conn) => {
    await conn.write(welcome.subarray(0, welcome.length / 2));
    await read(conn);
  },
  "sends a byte at a time": (conn) => repeat(conn, each(welcome)),
  "sends pings instead of a welcome": (conn) =>
    repeat(conn, forEver(encodeFrame('{"type":"ping"}', { maxLength: 100 }))),
  "sends nonsense": async (conn) => {
    await conn.write(encodeFrame("nonsense", { maxLength: 100 }));
    await read(conn);
  },
  // deno-lint-ignore require-await
  "closes at once": async (conn) => conn.close(),
};

/** Transports and what a bad server does over them. */
const CASES: readonly {
  readonly name: string;
  readonly behave: (conn: Deno.Conn) => Promise<void>;
  readonly transport: "tcp" | "tls" | "websocket";
}[] = [
  ...Object.entries(BAD).map(([name, behave]) => ({ name, behave, transport: "tcp" } as const)),
  { name: "never ends the TLS handshake", behave: read, transport: "tls" },
  { name: "never answers the WebSocket handshake", behave: read, transport: "websocket" },
];

/** Connects to a port over a transport. */
function dialOver(transport: "tcp" | "tls" | "websocket", port: number, ca = ""): Dial {
  const address = { hostname: "127.0.0.1", port };
  switch (transport) {
    case "tcp":
      return (options) => dialTcp(address, undefined, options);
    case "tls":
      return (options) => dialTls(address, { hostname: "127.0.0.1", caCerts: [ca] }, options);
    case "websocket":
      return (options) => dialWebSocket(new URL(`ws://127.0.0.1:${port}/ws`), options);
  }
}

async function startOver(transport: "tcp" | "tls" | "websocket"): Promise<TestServer> {
  if (transport === "websocket") return await startServer({ transport });
  if (transport === "tcp") return await startServer();
  await using tls = await TestCertificates.make();
  return await startServer({ tls });
}

/** A client, and a promise of each event. */
function create(dial: Dial) {
  const events: ClientEvent[] = [];
  const waiting: { readonly type: ClientEvent["type"]; readonly resolve: () => void }[] = [];
  const client = new ChatClient({
    dial,
    timeouts: TIMEOUTS,
    waits: function* () {
      for (;;) yield 10;
    },
    onEvent: (event) => {
      events.push(event);
      for (const { type, resolve } of waiting) if (type === event.type) resolve();
    },
  });
  const until = (type: ClientEvent["type"]) =>
    deadline(new Promise<void>((resolve) => waiting.push({ type, resolve })), TIMEOUT);
  return { client, events, until };
}

for (const { name, behave, transport } of CASES) {
  Deno.test(`a client goes on to the next server if one ${name}`, async () => {
    await using bad = new BadServer(behave);
    await using good = await startOver(transport);
    const port = transport === "websocket" ? good.webPort! : good.port;
    const candidates = [bad.port, port].map((port) => ({
      address: `127.0.0.1:${port}`,
      dial: dialOver(transport, port, good.ca),
    }));
    const { client, until } = create(new Candidates(candidates, () => 0).dial);
    await client.connect();
    assertEquals((await deadline(client.signIn("Ana"), TIMEOUT)).name, "Ana");
    assertEquals(bad.accepted, 1);
    // On reconnecting, the bad one is the next again.
    const back = until("back");
    client.reconnect();
    await back;
    assertEquals(bad.accepted, 2);
    client.close();
  });

  Deno.test(`a client gives up if its only server ${name}, and goes on trying later`, async () => {
    await using bad = new BadServer(behave);
    const alone = create(dialOver(transport, bad.port));
    const failing = deadline(
      alone.client.connect().then(() => alone.client.signIn("Ana")),
      TIMEOUT,
    );
    await assertRejects(() => failing, ChatError);
    await using good = await startOver(transport);
    let port = transport === "websocket" ? good.webPort! : good.port;
    const { client, events, until } = create((options) =>
      dialOver(transport, port, good.ca)(options)
    );
    await client.connect();
    await client.signIn("Ana");
    const goodPort = port;
    port = bad.port;
    const { accepted } = bad;
    client.reconnect();
    while (bad.accepted < accepted + 2) await until("lost");
    const last = events.findLast(({ type }) => type === "lost");
    assertMatch(last?.type === "lost" && last.error || "", /did not answer/);
    const back = until("back");
    port = goodPort;
    await back;
    client.close();
  });
}

Deno.test("a host with a dead and a living address is reached, also on reconnecting", async () => {
  await using good = await startServer();
  const { port } = good;
  for (const dead of [["127.0.0.2"], ["127.0.0.2", "127.0.0.3"], ["127.0.0.4"]]) {
    // Nothing listens on the last one, so it refuses the connection.
    const silent = dead.filter((address) => address !== "127.0.0.4")
      .map((hostname) => new BadServer(read, { hostname, port }));
    try {
      const resolve = () => Promise.resolve([...dead, "127.0.0.1"]);
      const { client, until } = create((options) =>
        dialTcp({ hostname: "chat.example", port }, undefined, { ...options, resolve })
      );
      await client.connect();
      await deadline(client.signIn("Ana"), TIMEOUT);
      const back = until("back");
      client.reconnect();
      await back;
      client.close();
      assertEquals(silent.map(({ accepted }) => accepted > 1), silent.map(() => true));
    } finally {
      for (const server of silent) await server[Symbol.asyncDispose]();
    }
  }
});

Deno.test("a client that is closed while it connects leaves nothing behind", async () => {
  for (const transport of ["tcp", "tls", "websocket"] as const) {
    await using bad = new BadServer(read);
    const { client } = create(dialOver(transport, bad.port));
    const connecting = client.connect().then(() => client.signIn("Ana"));
    const failing = assertRejects(() => connecting, ChatError);
    await delay(50);
    client.close();
    await failing;
  }
});

Deno.test("a name said long after connecting is said again on another connection", async () => {
  // The first connection dies while the user thinks.
  await using good = await startServer();
  let dials = 0;
  await using bad = new BadServer(read);
  const { client } = create((options) => {
    const port = dials++ === 0 ? bad.port : good.port;
    return dialTcp({ hostname: "127.0.0.1", port }, undefined, options);
  });
  await client.connect();
  await delay(1_100);
  assertEquals((await client.signIn("Ana")).name, "Ana");
  assertEquals(dials, 2);
  client.close();
});

Deno.test("signIn rejects once the client is closed", async () => {
  await using bad = new BadServer((conn) => Promise.resolve(conn.close()));
  const { client, until } = create(dialOver("tcp", bad.port));
  const closed = until("closed");
  await client.connect();
  await closed;
  await assertRejects(() => client.signIn("Ana"), ClosedError);
});

Deno.test("piped and --json clients name the server that does not answer", async () => {
  await using silent = new BadServer(read);
  await using other = new BadServer(read);
  const address = `127.0.0.1:${silent.port}`;
  const args = ["connect", "--name", "bot", "--host"];
  const [pipe, json, both] = await Promise.all([
    run([...args, address], { input: "oi\n" }),
    run([...args, address, "--json"], { input: "" }),
    run([...args, `${address},127.0.0.1:${other.port}`], { input: "oi\n" }),
  ]);
  const line = `Não foi possível conectar a ${address}: o servidor não respondeu em 10 s`;
  for (const { code, stdout, stderr } of [pipe, json]) {
    assertEquals([code, stdout, stderr], [1, "", `chat: ${line}\n`]);
  }
  assertEquals([both.code, both.stdout], [1, ""]);
  assertEquals(both.stderr.includes(line), true);
  assertEquals(both.stderr.includes(`${other.port}: o servidor não respondeu em 10 s`), true);
  assertEquals(both.stderr.trimEnd().split("\n").length, 1);
});

testWith("tmux", "a terminal client moves on from a server that does not answer", async () => {
  await using server = await startServer();
  await using bob = await Peer.json(server, "Bob");
  await using silent = new BadServer(read);
  const hosts = `127.0.0.1:${silent.port},127.0.0.1:${server.port}`;
  await using ana = await Terminal.signIn(silent.port, "Ana", ["--host", hosts]);
  // Whichever was first: after this the other one is the next.
  await ana.line("/reconnect");
  await ana.shows("[SYS] Conexão restabelecida.");
  await ana.line("/reconnect");
  await ana.until((screen) => screen.split("Conexão restabelecida.").length === 3);
  await ana.line("cheguei");
  assertEquals((await bob.skipTo("message")).text, "cheguei");
  await ana.press("C-c", "C-c");
  await ana.isRestored();
  await using alone = await Terminal.connect(silent.port, ["--name", "Ana"]);
  await alone.shows("o servidor não respondeu em");
  assertEquals(await alone.isRestored(), true);
});
