import { assert, assertEquals } from "@std/assert";
import { connectWeb, get, scriptOf, writeAll } from "../support/http.ts";
import { Peer } from "../support/peer.ts";
import { startServer } from "../support/server.ts";
import { waitUntil } from "../support/wait_until.ts";
import { upgrade, upgradeRequest } from "../support/websocket.ts";

/** Pipelined requests: many times the burst that is answered at once. */
const PIPELINED = 2_000;

/** Beginning of a response. */
const STATUS_LINE = /HTTP\/1\.1 \d{3} /g;

/** Counts the responses on a connection. */
class Answers {
  count = 0;
  readonly #conn: Deno.Conn;
  readonly over: Promise<void>;

  constructor(conn: Deno.Conn) {
    this.#conn = conn;
    this.over = this.#read();
  }

  async #read(): Promise<void> {
    const buffer = new Uint8Array(64 * 1024);
    const decoder = new TextDecoder("latin1");
    // Keeps the end of the text, which may be part of a status line but is too short for a whole one.
    let rest = "";
    for (;;) {
      const count = await this.#conn.read(buffer).catch(() => null);
      if (count === null) return;
      const text = rest + decoder.decode(buffer.subarray(0, count));
      this.count += [...text.matchAll(STATUS_LINE)].length;
      rest = text.slice(1 - "HTTP/1.1 200 ".length);
    }
  }
}

Deno.test("pipelined requests are paced and do not delay messages", async (t) => {
  for (
    const request of [
      "GET SCRIPT HTTP/1.1\r\nHost: a\r\nAccept-Encoding: gzip\r\n\r\n",
      "HEAD / HTTP/1.1\r\nHost: a\r\n\r\n",
      "GET /none HTTP/1.1\r\nHost: a\r\n\r\n",
      "GET /healthz HTTP/1.1\r\nHost: a\r\n\r\n",
      "GET /ws HTTP/1.1\r\nHost: a\r\n\r\n",
    ]
  ) {
    await t.step(request.split("\r\n", 1)[0]!, async () => {
      await using server = await startServer({ args: ["--web", "0"] });
      await using alice = await Peer.json(server, "Alice");
      const conns = await Promise.all(Array.from({ length: 20 }, () => connectWeb(server)));
      const answers = conns.map((conn) => new Answers(conn));
      const requests = request.replace("SCRIPT", await scriptOf(server)).repeat(PIPELINED);
      const asking = conns.map((conn) =>
        writeAll(conn, requests).catch(() => {
          // The connection was closed.
        })
      );
      // Meanwhile the messages of another client are acknowledged.
      for (let ref = 0; ref < PIPELINED; ref++) {
        await alice.send({ type: "say", room: "#geral", text: "oi", ref });
        await alice.skipTo("ack");
      }
      const counts = answers.map(({ count }) => count);
      assert(counts.every((count) => count < PIPELINED / 2), `${counts}`);
      // This process may not have read all yet that is answered at once.
      await waitUntil(() => answers.every(({ count }) => count >= 50), () => `50 each; ${counts}`);
      for (const conn of conns) conn.close();
      await Promise.all([...asking, ...answers.map(({ over }) => over)]);
      assertEquals(server.errors, []);
    });
  }
});

Deno.test("loading the page and its WebSocket is never paced", async () => {
  await using server = await startServer({ args: ["--web", "0"] });
  using conn = await connectWeb(server);
  const answers = new Answers(conn);
  const [, page] = await get(server, "/");
  const files = [...page.matchAll(/(?:href|src)="([\w.-]+)"/g)].map(([, name]) => `/${name}`);
  assert(files.length >= 8, `${files}`);
  const paths = ["/", ...files];
  const request = (path: string) => `GET ${path} HTTP/1.1\r\nHost: a\r\n`;
  await writeAll(conn, paths.slice(0, -1).map((path) => `${request(path)}\r\n`).join(""));
  await writeAll(conn, `${request(paths.at(-1)!)}Connection: close\r\n\r\n`);
  await answers.over;
  assertEquals(answers.count, paths.length);
  using socket = await connectWeb(server);
  assert((await upgrade(socket, upgradeRequest(server))).startsWith("HTTP/1.1 101 "));
});
