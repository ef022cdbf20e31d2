import { assert, assertEquals, assertMatch } from "@std/assert";
import { TestCertificates } from "./support/certificates.ts";
import { atMetrics, get, metrics, scriptOf } from "./support/http.ts";
import { testWith } from "./support/needs.ts";
import { Peer } from "./support/peer.ts";
import { PostgresServer } from "./support/postgres.ts";
import { run } from "./support/program.ts";
import { secondConnection } from "./support/second_connection.ts";
import { startServer, type TestServer } from "./support/server.ts";
import { waitUntil } from "./support/wait_until.ts";

const WEB = ["--web", "0"];
const METRICS = ["--metrics", "0"];

Deno.test("the metrics count every message", async () => {
  await using server = await startServer({ transport: "websocket", args: METRICS });
  const onTcp: TestServer = { ...server, transport: "stream" };
  await using ana = await Peer.json(server, "Ana");
  await using bia = await Peer.text(onTcp, "Bia");
  await using caio = await Peer.json(onTcp, "Caio");
  await ana.send(...[1, 2, 3].map((ref) => ({ type: "say", room: "#geral", text: "oi", ref })));
  await bia.send("olá");
  await bia.take(3);
  for (const peer of [ana, caio]) {
    for (let count = 0; count < 4; count++) await peer.skipTo("message");
  }
  await caio.send({ type: "direct", to: "Ana", text: "psiu" });
  await ana.skipTo("direct");
  await caio.send({ type: "join", room: "jogos" });
  await caio.skipTo("joined");
  // A repeated nonce is neither stored nor delivered.
  const twice = { type: "say", room: "#jogos", text: "x", ref: 1, nonce: "n" };
  await caio.send(twice);
  await caio.skipTo("ack");
  await caio.send(twice);
  await caio.skipTo("ack");
  const rude = await Peer.connect(onTcp);
  await rude.write(new Uint8Array([255, 255, 255, 255]));
  await rude.ended();
  await ana.send({ type: "history", room: "#geral" });
  await ana.skipTo("history");
  await rude[Symbol.asyncDispose]();
  // The server notices in its own time that a client is gone.
  const is = await waitUntil(async () => {
    const all = await metrics(server);
    return all.get('chat_connections{listener="tcp"}') === 2 && all;
  }, "two connections over TCP");
  const values = (...names: string[]) => names.map((name) => is.get(name));
  assertEquals(values('chat_messages_total{kind="room"}', 'chat_messages_total{kind="direct"}'), [
    5,
    1,
  ]);
  // Ana and Caio receive four messages in #geral and Bia three; Ana gets one direct message, Caio one in #jogos.
  assertEquals(values("chat_messages_delivered_total"), [4 + 4 + 3 + 1 + 1]);
  assertEquals(values("chat_sessions", "chat_rooms", "chat_send_queue_bytes"), [3, 2, 0]);
  assertEquals(
    values('chat_connections{listener="tcp"}', 'chat_connections_total{listener="tcp"}'),
    [
      2,
      3,
    ],
  );
  assertEquals(
    values('chat_connections{listener="web"}', 'chat_connections_total{listener="web"}'),
    [
      1,
      1,
    ],
  );
  assertEquals(
    values(
      'chat_disconnects_total{reason="frame_too_large"}',
      'chat_disconnects_total{reason="idle"}',
    ),
    [1, 0],
  );
  const store = "chat_store_operation_duration_seconds";
  const reads = is.get(`${store}_count{operation="read"}`)!;
  assert(reads >= 1, `${reads}`);
  assertEquals(is.get(`${store}_bucket{operation="read",le="+Inf"}`), reads);
  // Buckets are cumulative, so their counts never fall.
  const buckets = [...is].filter(([name]) => name.startsWith(`${store}_bucket{operation="append"`));
  const counts = buckets.map(([, count]) => count);
  assertEquals(counts, counts.toSorted((one, other) => one - other));
  assertEquals(counts.length, 17);
  assert(is.get("process_resident_memory_bytes")! > 10_000_000);
  assert(Math.abs(is.get("process_start_time_seconds")! - Date.now() / 1_000) < 600);
});

Deno.test("the metrics are in the format of Prometheus", async () => {
  await using server = await startServer({ args: METRICS });
  const [, text] = await get(atMetrics(server), "/metrics");
  const name = "[a-z_]+";
  const label = `${name}="[\\w.+-]+"`;
  let current = "";
  for (const line of text.trimEnd().split("\n")) {
    const [, type] = /^# (HELP|TYPE) /.exec(line) ?? [];
    if (type === "HELP") current = line.split(" ")[2]!;
    else if (type === "TYPE") {
      assertMatch(line, new RegExp(`^# TYPE ${current} (counter|gauge|histogram)$`));
    } else {
      assertMatch(
        line,
        new RegExp(`^${current}(_bucket|_sum|_count)?(\\{${label}(,${label})*\\})? [\\d.e+-]+$`),
      );
    }
  }
});

Deno.test("the metrics are served by their own listener only", async () => {
  await using server = await startServer({ args: [...WEB, ...METRICS] });
  assertMatch(
    server.log.join("\n"),
    /^\[MÉTRICAS\] Métricas em http:\/\/127\.0\.0\.1:\d+\/metrics$/m,
  );
  const watching = atMetrics(server);
  for (const headers of ["Host: localhost\r\n", "Host: a\r\nX-Forwarded-For: 203.0.113.7\r\n"]) {
    assertEquals((await get(server, "/metrics", headers))[0], 404);
    assertEquals((await get(watching, "/metrics", headers))[0], 200);
  }
  assertEquals(await get(watching, "/healthz"), [
    200,
    '{"status":"ok","checks":{"store":"ok"}}\n',
  ]);
  for (const path of ["/", await scriptOf(server), "/ws"]) {
    assertEquals((await get(watching, path))[0], 404);
  }
});

Deno.test("metrics need no page, are plain HTTP beside TLS, and off by default", async () => {
  await using tls = await TestCertificates.make();
  await using server = await startServer({ args: METRICS, tls });
  assertEquals((await get(atMetrics(server), "/metrics"))[0], 200);
  Deno.kill(server.pid, "SIGHUP");
  await server.logged(/^\[TLS\]/);
  assertEquals((await get(atMetrics(server), "/metrics"))[0], 200);
  await using quiet = await startServer({ args: WEB });
  assertEquals(quiet.log.some((line) => line.includes("MÉTRICAS")), false);
  assertEquals((await get(quiet, "/metrics"))[0], 404);
});

Deno.test("a metrics address in use is one line", async () => {
  await using server = await startServer({ args: METRICS });
  const address = `127.0.0.1:${server.metricsPort}`;
  const { code, stdout, stderr } = await run([
    ...["serve", "--port", "0", "--db", ":memory:", "--metrics", address],
  ]);
  assertEquals([code, stdout], [1, ""]);
  assertMatch(stderr, new RegExp(`^chat: .* ${address}: .*\\n$`));
});

testWith(
  "postgres",
  "/healthz reports a lost database, and details to this machine only",
  async () => {
    await using postgres = await PostgresServer.start();
    await using server = await startServer({ args: [...WEB, "--db", await postgres.database()] });
    const well = '{"status":"ok","checks":{"store":"ok"}}\n';
    assertEquals(await get(server, "/healthz"), [200, well]);
    await postgres.crash();
    const [status, text] = await untilHealth(server, 503);
    assertEquals(status, 503);
    assertMatch(text, /^\{"status":"failing","checks":\{"store":"[^"]{10,}"\}\}\n$/);
    assertEquals(await get(server, "/healthz", "Host: chat.example.org\r\n"), [
      503,
      '{"status":"failing","checks":{"store":"failing"}}\n',
    ]);
    await postgres.startAgain();
    assertEquals(await untilHealth(server, 200), [200, well]);
  },
);

testWith("postgres", "/healthz reports a read-only database and its recovery", async () => {
  await using postgres = await PostgresServer.start();
  const location = await postgres.database();
  await using server = await startServer({ args: [...WEB, "--db", location] });
  await using ana = await Peer.json(server, "Ana");
  const say = (text: string) => ana.send({ type: "say", room: "#geral", text, ref: text });
  await say("antes");
  assertEquals((await ana.skipTo("ack")).ref, "antes");
  await postgres.setReadOnly(location, true);
  // The first error may be about lost connections.
  await untilHealth(server, 503, /"store":"Cannot store messages: /);
  await say("durante");
  assertEquals((await ana.skipTo("error")).code, "not_stored");
  await postgres.setReadOnly(location, false);
  assertEquals((await untilHealth(server, 200))[0], 200);
  await say("depois");
  assertEquals((await ana.skipTo("ack")).ref, "depois");
});

Deno.test("/healthz reports a locked SQLite file", async () => {
  const directory = await Deno.makeTempDir();
  await using server = await startServer({ args: [...WEB, "--db", `${directory}/chat.db`] });
  assertEquals((await get(server, "/healthz"))[0], 200);
  using other = secondConnection(`${directory}/chat.db`);
  other.exec("BEGIN IMMEDIATE");
  assertMatch((await untilHealth(server, 503))[1], /"store":"/);
  other.exec("ROLLBACK");
  assertEquals((await untilHealth(server, 200))[0], 200);
  await server.stop();
  await Deno.remove(directory, { recursive: true });
});

/** Waits until the server's health is as given. The server repeats an answer for a moment. */
async function untilHealth(
  server: TestServer,
  status: number,
  body = /^/,
): Promise<[status: number, body: string]> {
  let answer: [status: number, body: string] | undefined;
  return await waitUntil(async () => {
    answer = await get(server, "/healthz");
    return answer[0] === status && body.test(answer[1]) && answer;
  }, () => `${status} ${body}: ${answer}`);
}
