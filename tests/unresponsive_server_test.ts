/** The client library at servers that do not answer. It is not tested again with the executable. */
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
import { BadServer, stayQuiet } from "./support/bad_server.ts";
import { TestCertificates } from "./support/certificates.ts";
import { WELCOME } from "./support/fake_server.ts";
import { testWith } from "./support/needs.ts";
import { startServer, type TestServer } from "./support/server.ts";
import { TIMEOUT, waitUntil } from "./support/wait_until.ts";

/** Timeouts that are short for a test, and long for a server on the same machine. */
const TIMEOUTS = { answer: 2_000 };

const welcome = encodeFrame(JSON.stringify(WELCOME), { maxLength: 100_000 });

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
  "says nothing": stayQuiet,
  "sends half a frame": async (conn) => {
    await conn.write(welcome.subarray(0, welcome.length / 2));
    await stayQuiet(conn);
  },
  "sends a byte at a time": (conn) => repeat(conn, each(welcome)),
  "sends pings instead of a welcome": (conn) =>
    repeat(conn, forEver(encodeFrame('{"type":"ping"}', { maxLength: 100 }))),
  "sends nonsense": async (conn) => {
    await conn.write(encodeFrame("nonsense", { maxLength: 100 }));
    await stayQuiet(conn);
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
  { name: "never ends the TLS handshake", behave: stayQuiet, transport: "tls" },
  { name: "never answers the WebSocket handshake", behave: stayQuiet, transport: "websocket" },
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
  testWith("the sources", `a client tries the next server if one ${name}`, async () => {
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

  testWith(
    "the sources",
    `only a new client gives up if its server ${name}`,
    async () => {
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
    },
  );
}

testWith(
  "the sources",
  "a host with a dead and a living address is reached, also on reconnecting",
  async () => {
    await using good = await startServer();
    const { port } = good;
    for (const dead of [["127.0.0.2"], ["127.0.0.2", "127.0.0.3"], ["127.0.0.4"]]) {
      // Nothing listens on the last one, so it refuses the connection.
      const silent = dead.filter((address) => address !== "127.0.0.4")
        .map((hostname) => new BadServer(stayQuiet, { hostname, port }));
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
  },
);

testWith(
  "the sources",
  "a client that is closed while it connects leaves nothing behind",
  async () => {
    for (const transport of ["tcp", "tls", "websocket"] as const) {
      await using bad = new BadServer(stayQuiet);
      const { client } = create(dialOver(transport, bad.port));
      const connecting = client.connect().then(() => client.signIn("Ana"));
      const failing = assertRejects(() => connecting, ChatError);
      await waitUntil(() => bad.accepted === 1, `a connection over ${transport}`);
      client.close();
      await failing;
    }
  },
);

testWith(
  "the sources",
  "a name said long after connecting is said again on another connection",
  async () => {
    // The first connection dies while the user thinks.
    await using good = await startServer();
    let dials = 0;
    await using bad = new BadServer(stayQuiet);
    const { client } = create((options) => {
      const port = dials++ === 0 ? bad.port : good.port;
      return dialTcp({ hostname: "127.0.0.1", port }, undefined, options);
    });
    await client.connect();
    await delay(2_100);
    assertEquals((await client.signIn("Ana")).name, "Ana");
    assertEquals(dials, 2);
    client.close();
  },
);

testWith("the sources", "signIn rejects once the client is closed", async () => {
  await using bad = new BadServer((conn) => Promise.resolve(conn.close()));
  const { client, until } = create(dialOver("tcp", bad.port));
  const closed = until("closed");
  await client.connect();
  await closed;
  await assertRejects(() => client.signIn("Ana"), ClosedError);
});
