import { assertEquals, assertMatch } from "@std/assert";
import { concat } from "@std/bytes/concat";
import { Peer } from "./support/peer.ts";
import { run } from "./support/program.ts";
import { startServer, type TestServer } from "./support/server.ts";
import {
  BINARY,
  clientFrame,
  CLOSE,
  CONTINUATION,
  FIN_BIT,
  PING,
  PONG,
  TEXT,
  upgrade,
  upgradeRequest,
} from "./support/websocket.ts";

/** Sends a name over WebSocket. */
const hello = (name: string) => ({ type: "hello", name, version: 1 });

/** Sends a WebSocket handshake; returns the status of the response. */
async function ask(server: TestServer, headers: Parameters<typeof upgradeRequest>[1]) {
  using conn = await Deno.connect({ hostname: server.host, port: server.webPort! });
  const answer = await upgrade(conn, upgradeRequest(server, headers));
  return Number(answer.split(" ")[1]);
}

Deno.test("WebSocket and TCP clients hear each other", async () => {
  await using server = await startServer({ args: ["--web", "0"] });
  await using bob = await Peer.text(server, "Bob");
  const socket = new WebSocket(`ws://${server.host}:${server.webPort}/ws`);
  const events: { type: string }[] = [];
  const closed = Promise.withResolvers<CloseEvent>();
  const heard = Promise.withResolvers<void>();
  socket.onopen = () => socket.send(JSON.stringify(hello("Ana")));
  socket.onmessage = ({ data }) => {
    const event = JSON.parse(data);
    events.push(event);
    if (event.type === "joined") {
      socket.send(JSON.stringify({ type: "say", room: "#geral", text: "olá 👋", ref: 1 }));
    } else if (event.type === "message" && event.from === "Bob") heard.resolve();
  };
  socket.onclose = closed.resolve;
  assertEquals(await bob.next(), "[#geral] Ana: olá 👋");
  await bob.send("x".repeat(4_000));
  await heard.promise;
  assertEquals(events.map(({ type }) => type), ["welcome", "joined", "message", "ack", "message"]);
  // No extension was negotiated, so nothing may be compressed.
  assertEquals([socket.extensions, socket.protocol], ["", ""]);
  assertEquals(await server.stop(), 0);
  const { code, wasClean } = await closed.promise;
  assertEquals([code, wasClean], [1001, true]);
  assertEquals(server.errors, []);
});

Deno.test("text that is not JSON is refused over WebSocket", async () => {
  await using server = await startServer({ transport: "websocket" });
  await using peer = await Peer.connect(server);
  await peer.send("Ana");
  assertEquals((await peer.message("error")).code, "bad_message");
  await peer.send(hello("Ana"));
  assertEquals((await peer.message("welcome")).name, "Ana");
});

Deno.test("fragments make one message, and a ping between them is answered", async () => {
  await using server = await startServer({ transport: "websocket" });
  await using peer = await Peer.connect(server);
  const text = JSON.stringify(hello("Ana"));
  await peer.write(clientFrame(TEXT, text.slice(0, 5)));
  await peer.write(clientFrame(FIN_BIT | PING, "?"));
  await peer.write(clientFrame(FIN_BIT | CONTINUATION, text.slice(5)));
  assertEquals((await peer.message("welcome")).name, "Ana");
  const [first, payload] = await peer.nextControl();
  assertEquals([first, new TextDecoder().decode(payload)], [FIN_BIT | PONG, "?"]);
});

Deno.test("forbidden frames end the connection with a close code", async (t) => {
  await using server = await startServer({ transport: "websocket" });
  const large = clientFrame(FIN_BIT | TEXT, "x".repeat(70_000));
  const cases: readonly (readonly [string, Uint8Array, string, number])[] = [
    ["a binary message", clientFrame(FIN_BIT | BINARY, "{}"), "bad_message", 1003],
    ["no mask", new Uint8Array([FIN_BIT | TEXT, 2, 0x7b, 0x7d]), "bad_message", 1002],
    ["invalid UTF-8", clientFrame(FIN_BIT | TEXT, new Uint8Array([0xff])), "bad_message", 1007],
    [
      "a length in more bytes than it needs",
      new Uint8Array([FIN_BIT | PING, 0xfe, 0, 1, 0, 0, 0, 0, 0x61]),
      "bad_message",
      1002,
    ],
    ["half a close code", clientFrame(FIN_BIT | CLOSE, new Uint8Array([3])), "bad_message", 1002],
    [
      "a close code that is never sent",
      clientFrame(FIN_BIT | CLOSE, new Uint8Array([3, 238])),
      "bad_message",
      1002,
    ],
    [
      "a close reason that is no UTF-8",
      clientFrame(FIN_BIT | CLOSE, new Uint8Array([3, 232, 0xff])),
      "bad_message",
      1007,
    ],
    // Only the header: the server must not wait for the rest.
    ["a length over the limit", large.slice(0, 14), "frame_too_large", 1009],
  ];
  for (const [name, bytes, reason, code] of cases) {
    await t.step(name, async () => {
      await using peer = await Peer.connect(server);
      await peer.write(bytes);
      assertEquals((await peer.message("error")).code, reason);
      assertEquals((await peer.message("bye")).reason, reason);
      await peer.ended();
      const [first, payload] = await peer.nextControl();
      assertEquals([first, payload], [FIN_BIT | CLOSE, new Uint8Array([code >> 8, code & 0xff])]);
    });
  }
});

Deno.test("endless fragments cost one message at most", async (t) => {
  await using server = await startServer({
    transport: "websocket",
    args: ["--read-timeout", "1"],
  });
  await t.step("fragments with bytes", async () => {
    await using peer = await Peer.connect(server);
    await peer.write(clientFrame(TEXT, "{"));
    const more = clientFrame(CONTINUATION, "x".repeat(1_000));
    for (let count = 0; count < 66; count++) await peer.write(more);
    assertEquals((await peer.message("error")).code, "frame_too_large");
    await peer.ended();
  });
  await t.step("empty fragments", async () => {
    await using peer = await Peer.connect(server);
    await peer.write(clientFrame(TEXT));
    await peer.write(clientFrame(CONTINUATION));
    assertEquals((await peer.message("error")).code, "timeout");
    await peer.ended();
  });
});

Deno.test("before the name, longer messages are refused, also in fragments", async () => {
  await using server = await startServer({
    transport: "websocket",
    args: ["--max-handshake", "256"],
  });
  const long = JSON.stringify({ ...hello("Ana"), more: "x".repeat(256) });
  await using whole = await Peer.connect(server);
  // Only the header: the server must not wait for the rest.
  await whole.write(clientFrame(FIN_BIT | TEXT, long).slice(0, 8));
  assertEquals((await whole.message("error")).code, "frame_too_large");
  await whole.ended();
  await using pieces = await Peer.connect(server);
  await pieces.write(clientFrame(TEXT, long.slice(0, 200)));
  await pieces.write(clientFrame(FIN_BIT | CONTINUATION, long.slice(200)));
  assertEquals((await pieces.message("error")).code, "frame_too_large");
  await pieces.ended();
  await using short = await Peer.json(server, "Bob");
  await short.send({ type: "say", room: "#geral", text: "x".repeat(300) });
  assertEquals((await short.message("message")).text.length, 300);
});

Deno.test("a flood of pings is limited like any other", async () => {
  const args = ["--rate", "10", "--burst", "10", "--flood-window", "1"];
  await using server = await startServer({ transport: "websocket", args });
  await using ana = await Peer.json(server, "Ana");
  await ana.write(clientFrame(FIN_BIT | PING, "?"));
  assertEquals((await ana.nextControl())[0], FIN_BIT | PONG);
  await ana.write(concat(Array.from({ length: 1_000 }, () => clientFrame(FIN_BIT | PING))));
  assertEquals((await ana.skipTo("error")).code, "too_fast");
  await ana.ended();
});

Deno.test("only own and configured origins may open a WebSocket", async () => {
  await using server = await startServer({ args: ["--web", "0"] });
  const here = `${server.host}:${server.webPort}`;
  const cases: readonly (readonly [string | undefined, number])[] = [
    [`http://${here}`, 101],
    // As behind a proxy with TLS.
    [`https://${here}`, 101],
    // Without an Origin the client is not a browser.
    [undefined, 101],
    ["http://example.com", 403],
    [`http://${server.host}`, 403],
    [`http://${here}.example.com`, 403],
    [`http://example.com/${here}`, 403],
    ["null", 403],
    ["", 403],
  ];
  for (const [origin, status] of cases) {
    assertEquals(await ask(server, { Origin: origin }), status, `${origin}`);
  }
  // Later rejections are logged together, so that a flood does not fill the log.
  await server.logged(/^\[RECUSADO\] 127\.0\.0\.1: origin "http:\/\/example\.com"$/);
  await using strict = await startServer({
    args: [
      "--web",
      "0",
      "--web-origin",
      "https://A.example:443/",
      "--web-origin",
      "http://b.example:81",
    ],
  });
  assertEquals(await ask(strict, { Origin: "https://a.example" }), 101);
  assertEquals(await ask(strict, { Origin: "http://b.example:81" }), 101);
  assertEquals(await ask(strict, { Origin: "http://a.example" }), 403);
  assertEquals(await ask(strict, { Origin: `http://${strict.host}:${strict.webPort}` }), 403);
});

Deno.test("a page connects through a proxy with the default port only", async () => {
  await using server = await startServer({ args: ["--web", "0"] });
  for (
    const [host, origin, status] of [
      ["chat.example.org:443", "https://chat.example.org", 101],
      ["chat.example.org", "https://chat.example.org:443", 101],
      ["192.0.2.7:80", "http://192.0.2.7", 101],
      ["localhost.:8080", "http://localhost.:8080", 101],
      ["chat.example.org:443", "https://chat.example.org:8443", 403],
    ] as const
  ) {
    assertEquals(await ask(server, { Host: host, Origin: origin }), status, `${host} ${origin}`);
  }
});

Deno.test("a wrong WebSocket handshake is explained", async () => {
  await using server = await startServer({ args: ["--web", "0"] });
  assertEquals(await ask(server, { "Upgrade": undefined }), 426);
  assertEquals(await ask(server, { "Connection": undefined }), 426);
  assertEquals(await ask(server, { "Sec-WebSocket-Version": "8" }), 426);
  assertEquals(await ask(server, { "Sec-WebSocket-Key": "short" }), 400);
  assertEquals(await ask(server, { "Connection": "keep-alive, Upgrade" }), 101);
});

Deno.test("the server logs the page's address or why there is none", async () => {
  await using server = await startServer({ args: ["--web", "0"] });
  assertMatch(server.log[1]!, /^\[WEB\] Página em http:\/\/127\.0\.0\.1:\d+\/$/);
  await using english = await startServer({ args: ["--web", "[::1]:0", "--lang", "en"] });
  assertMatch(english.log[1]!, /^\[WEB\] Page at http:\/\/\[::1\]:\d+\/$/);
  const taken = ["serve", "--port", "0", "--db", ":memory:", "--web", `${server.webPort}`];
  const { code, stdout, stderr } = await run(taken);
  assertEquals([code, stdout], [1, ""]);
  assertMatch(stderr, new RegExp(`^chat: .* 127\\.0\\.0\\.1:${server.webPort}: .*\\n$`));
});
