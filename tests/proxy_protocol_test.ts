import { assert, assertEquals, assertMatch } from "@std/assert";
import { delay } from "@std/async/delay";
import type { Socket } from "node:net";
import { encodeFrames } from "../protocol/framing/encode_frame.ts";
import { TestCertificates } from "./support/certificates.ts";
import { connectWithRetry } from "./support/connect_with_retry.ts";
import { get, statuses } from "./support/http.ts";
import { logIn, openFixture } from "./support/moderation_fixture.ts";
import { Peer } from "./support/peer.ts";
import { type Begin, relayFrom } from "./support/relay.ts";
import { ask, codeOf } from "./support/requests.ts";
import { startServer, type TestServer } from "./support/server.ts";

/** Address that a proxy's connections come from in these tests. */
const PROXY = "127.0.0.5";

const ARGS = ["--proxy-protocol", `${PROXY},10.99.0.0/16`];

const encoder = new TextEncoder();

/** Header of version 1 for a client. */
function v1(address: string, port = 4711): string {
  return `PROXY TCP${address.includes(":") ? 6 : 4} ${address} ${address} ${port} 12345\r\n`;
}

/** Header of version 2 for an IPv4 client, with a TLV. */
function v2(address: string, port = 4711): Uint8Array {
  const bytes = address.split(".").map(Number);
  const addresses = [...bytes, ...bytes, port >> 8, port & 0xff, 0x30, 0x39, 4, 0, 2, 0, 0];
  const signature = encoder.encode("\r\n\r\n\0\r\nQUIT\n");
  return new Uint8Array([...signature, 0x21, 0x11, 0, addresses.length, ...addresses]);
}

/** Sends a header at once. */
function whole(header: string | Uint8Array): Begin {
  return (socket) => void socket.write(header);
}

/** Sends a header byte by byte, each in a packet of its own. */
function bytewise(header: string | Uint8Array): Begin {
  return async (socket: Socket) => {
    socket.setNoDelay(true);
    for (const byte of typeof header === "string" ? encoder.encode(header) : header) {
      socket.write(new Uint8Array([byte]));
      await delay(1);
    }
  };
}

/** Sends bytes from the proxy's address; returns what comes back until the connection ends. */
async function sendRaw(server: TestServer, bytes: Uint8Array | string): Promise<string> {
  await using relay = await relayFrom(PROXY, server, whole(bytes));
  await using peer = await Peer.connect({ ...relay.server, transport: "stream" });
  await peer.ended();
  return peer.frames.join("\n");
}

Deno.test("a client behind a proxy has the address of the PROXY header", async () => {
  await using server = await startServer({ args: ARGS });
  const headers: readonly (readonly [Begin, string])[] = [
    [whole(v1("203.0.113.1")), "203.0.113.1"],
    [whole(v2("203.0.113.2")), "203.0.113.2"],
    [bytewise(v1("203.0.113.3")), "203.0.113.3"],
    [bytewise(v2("203.0.113.4")), "203.0.113.4"],
    [whole(v1("2001:db8::5")), "2001:db8::5"],
    [whole(v1("::ffff:203.0.113.6")), "203.0.113.6"],
  ];
  for (const [index, [begin, address]] of headers.entries()) {
    await using relay = await relayFrom(PROXY, server, begin);
    await using peer = await Peer.text(relay.server, `p${index}`);
    await server.logged(new RegExp(`^\\[NOVA CONEXÃO\\] \\('${address}', 4711\\) conectado\\.$`));
    await peer.send("/list");
    assertMatch(await peer.next(), /^\[SYS\] Salas ativas: #geral/);
  }
});

Deno.test("a header glued to the first frame, and one cut anywhere, leave the frame whole", async () => {
  await using server = await startServer({ args: ARGS });
  const hello = encodeFrames(["Alice"]);
  const header = encoder.encode(v1("203.0.113.7"));
  const all = new Uint8Array([...header, ...hello]);
  for (const cut of [0, 3, header.length - 1, header.length + 2, all.length]) {
    await using relay = await relayFrom(PROXY, server, async (socket) => {
      socket.setNoDelay(true);
      socket.write(all.slice(0, cut));
      await delay(5);
      socket.write(all.slice(cut));
    });
    await using peer = await Peer.connect(relay.server);
    await peer.until("[SYS] Você entrou em #geral.");
    await peer.send("/quit");
    await peer.ended();
  }
});

Deno.test("LOCAL and UNKNOWN keep the address of the socket", async () => {
  await using server = await startServer({ args: ARGS });
  const local = new Uint8Array([...encoder.encode("\r\n\r\n\0\r\nQUIT\n"), 0x20, 0, 0, 0]);
  // A loopback address names this machine only if the proxy is on it; from elsewhere it would be no better than UNKNOWN.
  const headers = [local, "PROXY UNKNOWN\r\n", "PROXY UNKNOWN ffff::1 ffff::2 1 2\r\n"];
  for (const [index, header] of headers.entries()) {
    await using relay = await relayFrom(PROXY, server, whole(header));
    await using _peer = await Peer.json(relay.server, `p${index}`);
  }
  await server.stop();
  const own = new RegExp(`^\\[NOVA CONEXÃO\\] \\('${PROXY}', \\d+\\)`);
  assertEquals(server.log.filter((line) => own.test(line)).length, 3);
});

Deno.test("limits and bans see the client, and not the proxy", async () => {
  await using fixture = await openFixture(["Rute!"], [
    ...ARGS,
    "--limit-loopback",
    ...["--max-per-address", "2", "--max-per-minute", "5"],
  ]);
  const { server } = fixture;
  await using one = await relayFrom(PROXY, server, whole(v1("203.0.113.7")));
  await using mapped = await relayFrom(PROXY, server, whole(v1("::ffff:203.0.113.7")));
  await using _bia = await Peer.json(one.server, "Bia");
  await using _caio = await Peer.text(mapped.server, "Caio");
  {
    await using third = await Peer.connect(one.server);
    assertEquals((await third.message("error")).code, "too_many");
    await third.ended();
  }
  await server.logged(/^\[RECUSADO\] 203\.0\.113\.7: conexões demais$/);
  // More than two of the proxy, and more than five in a minute.
  const others: Peer[] = [];
  const relays: Awaited<ReturnType<typeof relayFrom>>[] = [];
  for (let index = 1; index <= 7; index++) {
    const relay = await relayFrom(PROXY, server, whole(v2(`198.51.100.${index}`)));
    relays.push(relay);
    others.push(await Peer.json(relay.server, `Outro${index}`));
  }
  await using rute = await logIn(server, "Rute");
  assertEquals((await ask(rute, { type: "ban", name: "203.0.113.7" })).type, "banned");
  {
    await using banned = await Peer.connect(one.server);
    assertEquals((await banned.message("error")).code, "banned");
  }
  await others[0]!.send({ type: "ping", ref: 1 });
  assertEquals((await others[0]!.skipTo("pong")).ref, 1);
  for (const peer of others) await peer[Symbol.asyncDispose]();
  for (const relay of relays) await relay[Symbol.asyncDispose]();
});

Deno.test("a named proxy must send a header, and no other address may", async () => {
  await using server = await startServer({ args: [...ARGS, "--log", "json"] });
  const reasons = () =>
    server.log.map((line) => JSON.parse(line)).filter(({ event }) => event === "rejected")
      .map(({ host, reason }) => `${host} ${reason}`);
  // The log has one such line a minute.
  assertEquals(await sendRaw(server, encodeFrames(["Alice"])), "");
  await server.logged(/"rejected"/);
  assertMatch(reasons().join("\n"), /^127\.0\.0\.5 .*--proxy-protocol .*"\\u0000.*Alice"$/);
  for (
    const bad of ["PROXY TCP4 a b 1 2\r\n", v2("203.0.113.1").fill(0x11, 13, 14).fill(0, 12, 13)]
  ) {
    assertEquals(await sendRaw(server, bad), "");
  }
  // From an address that is not named it is no frame, and nothing in it is believed.
  await using peer = await Peer.connect(server);
  await peer.write(encoder.encode(v1("203.0.113.99")));
  assertEquals((await peer.message("error")).code, "frame_too_large");
  assert(!server.log.some((line) => line.includes('"203.0.113.99"')));
  await using direct = await Peer.json(server, "Ana");
  await direct.send({ type: "quit" });
});

Deno.test("a second header, which a client may have sent, is not believed", async () => {
  await using server = await startServer({ args: ARGS });
  const begin = whole(v1("203.0.113.7") + v1("198.51.100.66"));
  await using relay = await relayFrom(PROXY, server, begin);
  await using peer = await Peer.connect(relay.server);
  assertEquals((await peer.message("error")).code, "frame_too_large");
  await server.logged(/^\[NOVA CONEXÃO\] \('203\.0\.113\.7', 4711\)/);
  assert(!server.log.some((line) => line.includes("198.51.100.66")));
});

Deno.test("a header of an address that is not named is told to the operator", async () => {
  for (const bytes of [encoder.encode(v1("203.0.113.9")), v2("203.0.113.9")]) {
    for (const cut of [3, bytes.length]) {
      await using server = await startServer();
      await using peer = await Peer.connect(server);
      await peer.write(bytes.subarray(0, cut));
      await delay(5);
      await peer.write(bytes.subarray(cut));
      await server.logged(/^\[RECUSADO\] 127\.0\.0\.1: cabeçalho PROXY, .*--proxy-protocol .*: "/);
    }
  }
});

Deno.test("a header must come within the handshake timeout", async () => {
  await using server = await startServer({ args: [...ARGS, "--handshake-timeout", "1"] });
  for (const begin of ["", "PROXY TCP4 203.0.113.7 "]) {
    await using relay = await relayFrom(PROXY, server, whole(begin));
    await using peer = await Peer.connect(relay.server);
    await peer.ended();
  }
  await server.logged(/^\[RECUSADO\] 127\.0\.0\.5: sem cabeçalho PROXY, /);
});

Deno.test("a proxy that only looks whether the port is open is no line in the log", async () => {
  await using server = await startServer({ args: ARGS });
  await using relay = await relayFrom(PROXY, server);
  for (let count = 0; count < 5; count++) {
    const peer = await Peer.connect(relay.server);
    await peer.conn.closeWrite();
    await peer.ended();
    await peer[Symbol.asyncDispose]();
  }
  await using _ana = await Peer.json(server, "Ana");
  assertEquals(server.log.filter((line) => line.startsWith("[RECUSADO]")), []);
});

Deno.test("the header precedes TLS and WebSocket", async () => {
  await using tls = await TestCertificates.make();
  await using server = await startServer({ tls, args: [...ARGS, "--web", "0"] });
  for (const transport of ["stream", "websocket"] as const) {
    for (const begin of [whole(v1("203.0.113.7")), bytewise(v2("203.0.113.7"))]) {
      await using relay = await relayFrom(PROXY, server, begin);
      await using peer = await Peer.json({ ...relay.server, transport }, "Ana");
      await peer.send({ type: "say", room: "#geral", text: "oi", nonce: crypto.randomUUID() });
      assertEquals((await peer.skipTo("message")).text, "oi");
      await peer.send({ type: "quit" });
      await peer.ended();
    }
  }
  await server.stop();
  const seen = server.log.filter((line) =>
    /^\[NOVA CONEXÃO\] \('203\.0\.113\.7', 4711\)/.test(line)
  );
  assertEquals(seen.length, 4);
});

Deno.test("the page is served behind the header, and a garbled one closes", async () => {
  await using server = await startServer({ args: [...ARGS, "--web", "0"] });
  await using relay = await relayFrom(PROXY, server, whole(v2("203.0.113.7")));
  assertEquals((await get(relay.server, "/"))[0], 200);
  // /healthz tells what is wrong to this machine only; the client is another one.
  assertEquals((await get(relay.server, "/healthz"))[0], 200);
  await using bare = await relayFrom(PROXY, server);
  assertEquals(statuses((await get(bare.server, "/").catch(() => [0, ""] as const))[1]), []);
});

Deno.test("metrics are scraped without a header", async () => {
  await using server = await startServer({
    args: ["--proxy-protocol", "127.0.0.0/8", "--metrics", "0"],
  });
  assertEquals((await get({ ...server, webPort: server.metricsPort }, "/healthz"))[0], 200);
});

Deno.test("nothing is left of proxies that break off in the header", async () => {
  await using server = await startServer({ args: [...ARGS, "--max-connections", "3"] });
  await using relay = await relayFrom(PROXY, server, whole("PROXY TCP4 203."));
  for (let count = 0; count < 20; count++) {
    await (await Peer.connect(relay.server))[Symbol.asyncDispose]();
  }
  await using _ana = await connectWithRetry(server, "Ana");
  await using _bia = await connectWithRetry(server, "Bia");
  await using _caio = await connectWithRetry(server, "Caio");
});

Deno.test("passwords pass from a proxy on this machine", async () => {
  await using fixture = await openFixture(["Ana"], ARGS);
  await using relay = await relayFrom(PROXY, fixture.server, whole(v1("203.0.113.7")));
  await using ana = await logIn(relay.server, "Ana");
  assertEquals(await codeOf(ana, { type: "rename", name: "Ana" }), "renamed");
});
