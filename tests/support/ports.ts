import { waitUntil } from "./wait_until.ts";

/** Returns a port on which nothing listens now. */
export function freePort(hostname = "127.0.0.1"): number {
  const listener = Deno.listen({ hostname, port: 0 });
  const { port } = listener.addr as Deno.NetAddr;
  listener.close();
  return port;
}

/** Waits until a program accepts connections. */
export async function waitForPort(hostname: string, port: number): Promise<void> {
  const listens = () =>
    Deno.connect({ hostname, port }).then((conn) => (conn.close(), true), () => false);
  await waitUntil(listens, `a program at ${hostname}:${port}`, { interval: 10 });
}
