import { waitUntil } from "./wait_until.ts";

/**
 * First of the ports that {@linkcode freePort} chooses from, and their number. Systems give others, from 32,768 on, to
 * connections and to listeners that ask for any port; one of those could be taken before it is used, or between two uses.
 */
const FIRST = 20_000;
const COUNT = 12_000;

/** Returns a port on which nothing listens now, and which the system gives to no other test. */
export function freePort(hostname = "127.0.0.1"): number {
  for (;;) {
    const port = FIRST + Math.floor(Math.random() * COUNT);
    try {
      Deno.listen({ hostname, port }).close();
      return port;
    } catch (error) {
      if (!(error instanceof Deno.errors.AddrInUse)) throw error;
    }
  }
}

/** Waits until a program accepts connections. */
export async function waitForPort(hostname: string, port: number): Promise<void> {
  const listens = () =>
    Deno.connect({ hostname, port }).then((conn) => (conn.close(), true), () => false);
  await waitUntil(listens, `a program at ${hostname}:${port}`, { interval: 10 });
}
