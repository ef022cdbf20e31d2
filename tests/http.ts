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
