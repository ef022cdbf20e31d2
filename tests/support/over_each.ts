import { TestCertificates } from "./certificates.ts";
import { startServer } from "./server.ts";

/** Options of {@linkcode testOverEach}. */
export interface OverEachOptions {
  /** Whether it holds over WebSocket too, where only JSON is spoken. */
  readonly web?: boolean;
}

/**
 * Tests what must hold whatever carries the bytes: over TCP, over TLS, and over WebSocket.
 *
 * @param name What must hold.
 * @param fn The test; it is given what starts a server of the kind in question, to which `Peer` connects as it must.
 * @param options Over what else it must hold.
 */
export function testOverEach(
  name: string,
  fn: (start: typeof startServer) => Promise<void>,
  { web = false }: OverEachOptions = {},
): void {
  Deno.test(name, () => fn(startServer));
  Deno.test(`${name} (TLS)`, async () => {
    await using tls = await TestCertificates.make();
    await fn((options) => startServer({ ...options, tls }));
  });
  if (!web) return;
  Deno.test(`${name} (WebSocket)`, () =>
    fn((options) => startServer({ ...options, transport: "websocket" })));
}
