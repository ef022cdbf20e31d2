import { assert, assertEquals, assertMatch } from "@std/assert";
import { TestCertificates } from "./support/certificates.ts";
import { connectWithRetry } from "./support/connect_with_retry.ts";
import {
  connectWeb,
  exchange,
  metrics,
  readToEnd,
  scriptOf,
  statuses,
  writeAll,
} from "./support/http.ts";
import { testWith } from "./support/needs.ts";
import { Peer } from "./support/peer.ts";
import { countDescriptors } from "./support/process_usage.ts";
import { NO_TIMEOUT, startServer } from "./support/server.ts";
import { waitUntil } from "./support/wait_until.ts";

const WEB = ["--web", "0"];

Deno.test("malformed requests are refused", async (t) => {
  await using server = await startServer({ args: WEB });
  const cases: readonly (readonly [string, string, number])[] = [
    ["not a request", "oi\r\n\r\n", 400],
    ["a TLS handshake", "\x16\x03\x01\x00\xee", 400],
    ["another version", "GET / HTTP/2.0\r\nHost: a\r\n\r\n", 505],
    ["no host", "GET / HTTP/1.1\r\n\r\n", 400],
    ["two hosts", "GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n", 400],
    ["a whole URL", "GET http://a/ HTTP/1.1\r\nHost: a\r\n\r\n", 400],
    ["a space before the colon", "GET / HTTP/1.1\r\nHost : a\r\n\r\n", 400],
    ["a header over two lines", "GET / HTTP/1.1\r\nHost: a\r\n b\r\n\r\n", 400],
    ["a line feed alone", "GET / HTTP/1.1\r\nHost: a\nX: b\r\n\r\n", 400],
    [
      "a method that changes things",
      "POST / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n",
      405,
    ],
    ["a body", "GET / HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\nabc", 413],
    [
      "a body of chunks",
      "GET / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
      413,
    ],
    ["a path outside the page", "GET /../main.ts HTTP/1.0\r\n\r\n", 404],
    ["an encoded path outside the page", "GET /%2e%2e/main.ts HTTP/1.0\r\n\r\n", 404],
    ["a property of every object", "GET /constructor HTTP/1.0\r\n\r\n", 404],
    ["too many headers", `GET / HTTP/1.1\r\nHost: a\r\n${"X: 1\r\n".repeat(100)}\r\n`, 431],
    ["a head that is too long", `GET / HTTP/1.1\r\nHost: a\r\nX: ${"x".repeat(20_000)}`, 431],
    ["frames before the handshake ends", upgrade("Host: a\r\n") + "\x81\x80", 400],
  ];
  for (const [name, request, status] of cases) {
    await t.step(name, async () => {
      assertEquals(statuses(await exchange(server, request)), [status]);
    });
  }
  assertEquals(server.errors, []);
});

function upgrade(headers: string): string {
  return "GET /ws HTTP/1.1\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n" +
    `Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n${headers}\r\n`;
}

Deno.test("one connection carries several requests", async () => {
  await using server = await startServer({ args: WEB });
  const one = (method: string, extra = "") => `${method} /none HTTP/1.1\r\nHost: a\r\n${extra}\r\n`;
  const answers = await exchange(
    server,
    one("GET") + one("HEAD") + one("GET", "Connection: close\r\n"),
  );
  assertEquals(statuses(answers), [404, 404, 404]);
  assertEquals(answers.split("Not Found\n").length - 1, 2);
  assertEquals(answers.match(/^Connection: .*$/gm), [
    "Connection: keep-alive",
    "Connection: keep-alive",
    "Connection: close",
  ]);
});

Deno.test("every response has the security headers", async () => {
  await using server = await startServer({ args: WEB });
  for (const path of ["/", "/none", "/ws"]) {
    const answer = await exchange(server, `GET ${path} HTTP/1.0\r\n\r\n`);
    assert(answer.includes("\r\nContent-Security-Policy: default-src 'none'; "), answer);
    assert(answer.includes("; frame-ancestors 'none'"), answer);
    assert(answer.includes("\r\nX-Content-Type-Options: nosniff\r\n"), answer);
    assert(answer.includes("\r\nReferrer-Policy: no-referrer\r\n"), answer);
    assert(!/unsafe|\*|cookie/i.test(answer.split("\r\n\r\n")[0]!), answer);
  }
});

Deno.test("an unfinished request times out", async (t) => {
  await using server = await startServer({ args: [...WEB, "--handshake-timeout", "1"] });
  await t.step("nothing at all", async () => {
    using conn = await connectWeb(server);
    assertEquals(await readToEnd(conn), "");
  });
  await t.step("half a request", async () => {
    using conn = await connectWeb(server);
    await writeAll(conn, "GET / HTTP/1.1\r\nHost: a\r\n");
    assertEquals(statuses(await readToEnd(conn)), [408]);
  });
  await t.step("byte by byte", async () => {
    using conn = await connectWeb(server);
    await writeAll(conn, "GET / HTTP/1.1\r\n");
    const answered = readToEnd(conn);
    let isAnswered = false;
    void answered.then(() => isAnswered = true);
    // Far fewer bytes than a request may have, and no long silence.
    for (let count = 0; !isAnswered && count < 1_000; count++) {
      // The server may be closing the connection.
      await writeAll(conn, "a: b\r\n".at(count % 6)!).catch(() => {});
      await Promise.race([answered, new Promise((resolve) => setTimeout(resolve, 10))]);
    }
    assertEquals(statuses(await answered), [408]);
  });
  await t.step("after another request", async () => {
    using conn = await connectWeb(server);
    await writeAll(conn, "GET /none HTTP/1.1\r\nHost: a\r\n\r\nGET");
    assertEquals(statuses(await readToEnd(conn)), [404, 408]);
  });
});

Deno.test("a client that requests and never reads is disconnected", async () => {
  await using server = await startServer({
    args: [...WEB, "--metrics", "0", "--write-timeout", "1"],
  });
  const script = await scriptOf(server);
  const conn = await connectWeb(server);
  const requests = `GET ${script} HTTP/1.1\r\nHost: a\r\n\r\n`.repeat(1_000);
  let isOver = false;
  const asking = (async () => {
    while (!isOver) await writeAll(conn, requests);
  })().catch(() => {
    // The connection was closed.
  });
  // More than the kernel buffers: the server waits to write what is never read.
  const metric = async (name: string) => (await metrics(server)).get(name)!;
  await waitUntil(async () => await metric("chat_send_queue_bytes") > 0, "bytes that wait");
  await waitUntil(async () => await metric('chat_connections{listener="web"}') === 1, "the end");
  isOver = true;
  conn.close();
  await asking;
  const memory = (await metrics(server)).get("process_resident_memory_bytes")!;
  assert(memory < 250 * 1024 * 1024, `${memory} B`);
});

Deno.test("a stopping server closes idle connections", async () => {
  const server = await startServer({ args: WEB });
  using silent = await connectWeb(server);
  using half = await connectWeb(server);
  await writeAll(half, "GET / HTTP/1.1\r\n");
  using lasting = await connectWeb(server);
  await writeAll(lasting, "GET /none HTTP/1.1\r\nHost: a\r\n\r\n");
  await lasting.read(new Uint8Array(1_024));
  assertEquals(await server.stop(), 0);
  for (const conn of [silent, half, lasting]) await readToEnd(conn);
  assertEquals(server.errors, []);
});

Deno.test("rejected connections are answered in HTTP", async (t) => {
  const cases: readonly (readonly [string, string[], number])[] = [
    ["too many from an address", ["--max-per-address", "1"], 503],
    ["too many from an address in a minute", ["--max-per-minute", "1"], 429],
    ["too many over all", ["--max-connections", "1"], 503],
  ];
  for (const [name, args, status] of cases) {
    await t.step(name, async () => {
      await using server = await startServer({ args: [...WEB, "--limit-loopback", ...args] });
      // The limit applies to both listeners.
      await using _ana = await Peer.text(server, "Ana");
      const answer = await exchange(server, "GET / HTTP/1.1\r\nHost: a\r\n\r\n");
      assertEquals(statuses(answer), [status]);
      assertMatch(
        answer,
        /\r\n\r\n(Conexões demais do|Rápido demais: espere|O servidor está cheio\.) .*\n$/,
      );
    });
  }
});

Deno.test("the oldest of too many silent connections is disconnected", async () => {
  await using server = await startServer({ args: [...WEB, "--max-pending", "2", ...NO_TIMEOUT] });
  using first = await connectWeb(server);
  using _second = await connectWeb(server);
  using third = await connectWeb(server);
  assertEquals(await readToEnd(first), "");
  await writeAll(third, "GET /none HTTP/1.0\r\n\r\n");
  assertEquals(statuses(await readToEnd(third)), [404]);
});

Deno.test("page and WebSocket use TLS and a reloaded certificate", async () => {
  await using tls = await TestCertificates.make();
  await using server = await startServer({ tls, transport: "websocket" });
  assert(server.log[1]!.startsWith("[WEB] Página em https://"), server.log[1]);
  await using ana = await Peer.json(server, "Ana");
  await using other = await TestCertificates.make();
  await tls.replaceBy(other);
  Deno.kill(server.pid, "SIGHUP");
  await server.logged(/^\[TLS\]/);
  await using bob = await Peer.json({ ...server, ca: other.ca }, "Bob");
  await bob.send({ type: "say", room: "#geral", text: "oi" });
  assertEquals((await ana.skipTo("message")).text, "oi");
  // Plain HTTP is only answered with the hint to use TLS.
  using plain = await connectWeb(server);
  await writeAll(plain, "GET / HTTP/1.0\r\n\r\n");
  assertEquals(statuses(await readToEnd(plain)), []);
});

testWith(
  ["linux", "prlimit"],
  "without descriptors browsers get 503, and connect later",
  async () => {
    await using server = await startServer({ transport: "websocket" });
    await using ana = await Peer.json(server, "Ana");
    const count = countDescriptors(server.pid);
    const { success } = await new Deno.Command("prlimit", {
      args: ["--pid", `${server.pid}`, `--nofile=${count + 3}`],
    }).output();
    assert(success);
    const others: Deno.TcpConn[] = [];
    for (let index = 0; index < 20; index++) others.push(await connectWeb(server));
    await writeAll(others.at(-1)!, "GET / HTTP/1.1\r\nHost: a\r\n\r\n");
    assertEquals(statuses(await readToEnd(others.at(-1)!)), [503]);
    await ana.send({ type: "ping" });
    await ana.message("pong");
    for (const conn of others) conn.close();
    await using bob = await connectWithRetry(server, "Bob");
    await bob.send({ type: "say", room: "#geral", text: "de volta" });
    assertEquals((await ana.skipTo("message")).text, "de volta");
    assertEquals(server.errors, []);
  },
);
