import type { TestServer } from "./server.ts";

const encoder = new TextEncoder();
const decoder = new TextDecoder();

/** Connects to where browsers do. */
export function connectWeb({ host, webPort }: TestServer): Promise<Deno.TcpConn> {
  return Deno.connect({ hostname: host, port: webPort! });
}

/** Writes all of it. */
export async function writeAll(conn: Deno.Conn, text: string): Promise<void> {
  for (let rest = encoder.encode(text); rest.length > 0;) {
    rest = rest.subarray(await conn.write(rest));
  }
}

/** Reads what comes until the other side closes, or the connection is reset. */
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

/** Sends bytes as they are, and reads the answer to its end: what they say has to end the connection. */
export async function exchange(server: TestServer, text: string): Promise<string> {
  using conn = await connectWeb(server);
  await writeAll(conn, text);
  return await readToEnd(conn);
}

/** The statuses of the answers in what came. */
export function statuses(text: string): number[] {
  return [...text.matchAll(/^HTTP\/1\.1 (\d+) /gm)].map(([, status]) => Number(status));
}

/** Asks for something; gives the status and what is said. */
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

/** The listener of the metrics, as if it were that of the page. */
export function atMetrics(server: TestServer): TestServer {
  return { ...server, webPort: server.metricsPort };
}

/** Gives the metrics by their names and labels. */
export async function metrics(server: TestServer): Promise<Map<string, number>> {
  const [status, text] = await get(atMetrics(server), "/metrics");
  if (status !== 200) throw new Error(`Expected metrics, came ${status}`);
  const samples = text.split("\n").filter((line) => line !== "" && !line.startsWith("#"));
  return new Map(samples.map((line) => {
    const space = line.lastIndexOf(" ");
    return [line.slice(0, space), Number(line.slice(space + 1))];
  }));
}
