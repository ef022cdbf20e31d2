import { assert, assertEquals, assertMatch } from "@std/assert";
import { exchange, get, statuses } from "./support/http.ts";
import { logIn, openFixture } from "./support/moderation_fixture.ts";
import { run } from "./support/program.ts";
import { relayFrom } from "./support/relay.ts";
import { ask } from "./support/requests.ts";
import { startServer, type TestServer } from "./support/server.ts";
import { upgrade, upgradeRequest } from "./support/websocket.ts";

/** Address that a proxy's connections come from in these tests. */
const PROXY = "127.0.0.5";

const ARGS = ["--web", "0", "--trusted-proxy", `${PROXY},10.99.0.0/16`];

/** Opens a WebSocket with headers of a proxy; returns the first line of the answer. */
async function open(
  server: TestServer,
  headers: Readonly<Record<string, string>>,
): Promise<{ readonly status: number; readonly conn: Deno.TcpConn }> {
  const conn = await Deno.connect({ hostname: server.host, port: server.webPort! });
  const [status] = statuses(await upgrade(conn, upgradeRequest(server, headers)));
  return { status: status!, conn };
}

Deno.test("a WebSocket behind a trusted proxy has the address that it names", async () => {
  await using server = await startServer({ args: ARGS });
  await using relay = await relayFrom(PROXY, server);
  for (
    const [headers, address] of [
      [{ "X-Forwarded-For": "198.51.100.1, 203.0.113.1" }, "203.0.113.1"],
      [{ "X-Forwarded-For": "203.0.113.2, 10.99.3.4" }, "203.0.113.2"],
      [{ "Forwarded": 'for="[2001:db8::3]:4711";proto=https' }, "2001:db8::3"],
      // A loopback address names the machine of the proxy, which is this one.
      [{ "X-Forwarded-For": "127.0.0.1" }, "127.0.0.1"],
      [{}, PROXY],
    ] as const
  ) {
    using conn = (await open(relay.server, headers)).conn;
    await server.logged(new RegExp(`^\\[NOVA CONEXÃO\\] \\('${address}', \\d+\\) conectado\\.$`));
    void conn;
  }
});

Deno.test("an address that is not trusted names none but its own", async () => {
  await using server = await startServer({ args: ARGS });
  using conn = (await open(server, { "X-Forwarded-For": "203.0.113.1" })).conn;
  await server.logged(/^\[NOVA CONEXÃO\] \('127\.0\.0\.1', \d+\) conectado\.$/);
  void conn;
  // Nor is what it sends refused: browsers' own proxies add such headers.
  assertEquals((await get(server, "/", "Host: localhost\r\nX-Forwarded-For: rubbish\r\n"))[0], 200);
});

Deno.test("a trusted proxy that names no address is refused with 400 and a line", async () => {
  await using server = await startServer({ args: ARGS });
  await using relay = await relayFrom(PROXY, server);
  for (
    const headers of [
      'X-Forwarded-For: 203.0.113.1, "rubbish\r\n',
      "Forwarded: for=203.0.113.1;for=203.0.113.2\r\n",
      "X-Forwarded-For: 203.0.113.1\r\nForwarded: for=203.0.113.2\r\n",
      "X-Forwarded-For: 203.0.113.1\r\nX-Forwarded-For: \r\n",
    ]
  ) {
    assertEquals((await get(relay.server, "/", `Host: localhost\r\n${headers}`))[0], 400, headers);
  }
  await server.logged(
    /^\[RECUSADO\] 127\.0\.0\.5: não dá para saber o cliente por x-forwarded-for: "203\.0\.113\.1, \\"rubbish"$/,
  );
});

Deno.test("limits and bans see the client of a request, and not the proxy", async () => {
  await using fixture = await openFixture(["Rute!"], [
    ...ARGS,
    "--limit-loopback",
    ...["--max-per-address", "2", "--max-per-minute", "6"],
  ]);
  const { server } = fixture;
  await using relay = await relayFrom(PROXY, server);
  using stack = new DisposableStack();
  const statusOf = async (address: string) => {
    const { status, conn } = await open(relay.server, { "X-Forwarded-For": address });
    stack.use(conn);
    return status;
  };
  assertEquals(await statusOf("203.0.113.7"), 101);
  assertEquals(await statusOf("::ffff:203.0.113.7"), 101);
  assertEquals(await statusOf("203.0.113.7"), 503);
  // Its third connection at a time, whatever it asks for.
  const headers = "Host: localhost\r\nX-Forwarded-For: 203.0.113.7\r\n";
  assertEquals((await get(relay.server, "/", headers))[0], 503);
  // Many of the proxy, as they are of different clients.
  for (let index = 1; index <= 10; index++) {
    assertEquals(await statusOf(`198.51.100.${index}`), 101);
  }
  // Requests over one connection of the proxy count while they are answered.
  const request = (address: string, connection = "keep-alive") =>
    `GET /healthz HTTP/1.1\r\nHost: x\r\nX-Forwarded-For: ${address}\r\nConnection: ${connection}\r\n\r\n`;
  const requests = Array.from({ length: 9 }, () => request("192.0.2.1"));
  const answers = await exchange(
    relay.server,
    `${requests.join("")}${request("203.0.113.7")}${request("192.0.2.2", "close")}`,
  );
  assertEquals(statuses(answers), [...new Array(9).fill(200), 503, 200]);
  await using rute = await logIn(server, "Rute");
  assertEquals((await ask(rute, { type: "ban", name: "192.0.2.1" })).type, "banned");
  assertEquals(await statusOf("192.0.2.1"), 403);
  assertEquals(await statusOf("192.0.2.2"), 101);
});

Deno.test("the address of a PROXY header may be that of a trusted proxy", async () => {
  await using server = await startServer({ args: [...ARGS, "--proxy-protocol", "127.0.0.6"] });
  await using relay = await relayFrom("127.0.0.6", server, (socket) => {
    socket.write("PROXY TCP4 10.99.1.1 192.0.2.1 4711 80\r\n");
  });
  using conn = (await open(relay.server, { "X-Forwarded-For": "203.0.113.1" })).conn;
  await server.logged(/^\[NOVA CONEXÃO\] \('203\.0\.113\.1', 0\) conectado\.$/);
  void conn;
});

Deno.test("the server does not start with a wrong address of a proxy", async () => {
  for (const flag of ["--trusted-proxy", "--proxy-protocol"]) {
    for (const value of ["localhost", "10.0.0.0/33", "10.0.0.1,", "10.0.0.1:80"]) {
      const { code, stderr } = await run(["serve", flag, value]);
      assertEquals(code, 2);
      assertMatch(stderr, /^chat: [^\n]*10\.0\.0\.0\/8[^\n]*\n$/);
      assert(stderr.includes(`${flag}: '${value}'`), stderr);
    }
  }
});
