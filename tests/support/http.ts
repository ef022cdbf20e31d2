import type { TestServer } from "./server.ts";

const encoder = new TextEncoder();
const decoder = new TextDecoder();

/** Connects to the web port. */
export function connectWeb({ host, webPort }: TestServer): Promise<Deno.TcpConn> {
  return Deno.connect({ hostname: host, port: webPort! });
}

/** Writes a whole text. */
export async function writeAll(conn: Deno.Conn, text: string): Promise<void> {
  for (let rest = encoder.encode(text); rest.length > 0;) {
    rest = rest.subarray(await conn.write(rest));
  }
}

/** Reads until the other side closes or resets the connection. */
export async function readToEnd(conn: Deno.Conn): Promise<string> {
  const buffer = new Uint8Array(64 * 1024);
  let text = "";
  try {
    for (;;) {
      const count = await conn.read(buffer);
      if (count === null) return text;
      text += decoder.decode(buffer.subarray(0, count), { stream: true });
    }
  } catch {
    return text;
  }
}

/** Sends a text and reads to the end; the request must close the connection. */
export async function exchange(server: TestServer, text: string): Promise<string> {
  using conn = await connectWeb(server);
  await writeAll(conn, text);
  return await readToEnd(conn);
}

/** Status codes of all responses in a text. */
export function statuses(text: string): number[] {
  return [...text.matchAll(/^HTTP\/1\.1 (\d+) /gm)].map(([, status]) => Number(status));
}

/** Sends a GET request; returns status and body. */
export async function get(
  server: TestServer,
  path: string,
  headers = "Host: localhost\r\n",
): Promise<[status: number, body: string]> {
  const answer = await exchange(
    server,
    `GET ${path} HTTP/1.1\r\n${headers}Connection: close\r\n\r\n`,
  );
  return [statuses(answer)[0]!, answer.slice(answer.indexOf("\r\n\r\n") + 4)];
}

/** Returns the path of the page's script, whose name has a hash of its contents. */
export async function scriptOf(server: TestServer): Promise<string> {
  const [, page] = await get(server, "/");
  const name = /<script type="module" src="([^"]+)">/.exec(page)?.[1];
  if (name === undefined) throw new Error("The page is missing: run deno task web");
  return `/${name}`;
}

/** Directs HTTP requests to the port of the metrics. */
export function atMetrics(server: TestServer): TestServer {
  return { ...server, webPort: server.metricsPort };
}

/** Reads the metrics: values by name with labels. */
export async function metrics(server: TestServer): Promise<Map<string, number>> {
  const [status, text] = await get(atMetrics(server), "/metrics");
  if (status !== 200) throw new Error(`Expected metrics, came ${status}`);
  const samples = text.split("\n").filter((line) => line !== "" && !line.startsWith("#"));
  return new Map(samples.map((line) => {
    const space = line.lastIndexOf(" ");
    return [line.slice(0, space), Number(line.slice(space + 1))];
  }));
}
