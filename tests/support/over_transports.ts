import { TestCertificates } from "./certificates.ts";
import { type Need, testWith } from "./needs.ts";
import { startServer } from "./server.ts";

/** Options of {@linkcode testOverTransports}. */
export interface OverTransportsOptions {
  /** Whether to test over WebSocket too, which carries JSON only. */
  readonly web?: boolean;
  /** What the test needs. */
  readonly needs?: readonly Need[];
}

/**
 * Defines the same test over TCP, TLS and optionally WebSocket.
 *
 * @param name Name of the test.
 * @param fn The test. Its argument starts a server with the transport, which {@linkcode Peer} then uses too.
 * @param options Options of the test.
 */
export function testOverTransports(
  name: string,
  fn: (start: typeof startServer) => Promise<void>,
  { web = false, needs = [] }: OverTransportsOptions = {},
): void {
  testWith(needs, name, () => fn(startServer));
  testWith(needs, `${name} (TLS)`, async () => {
    await using tls = await TestCertificates.make();
    await fn((options) => startServer({ ...options, tls }));
  });
  if (!web) return;
  testWith(
    needs,
    `${name} (WebSocket)`,
    () => fn((options) => startServer({ ...options, transport: "websocket" })),
  );
}
