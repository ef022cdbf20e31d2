import { TestCertificates } from "./certificates.ts";
import { startServer } from "./server.ts";

/**
 * Tests what must hold whatever carries the bytes: over TCP, and over TLS.
 *
 * @param name What must hold.
 * @param fn The test; it is given what starts a server of the kind in question, to which `Peer` connects as it must.
 */
export function testOverEach(
  name: string,
  fn: (start: typeof startServer) => Promise<void>,
): void {
  Deno.test(name, () => fn(startServer));
  Deno.test(`${name} (TLS)`, async () => {
    await using tls = await TestCertificates.make();
    await fn((options) => startServer({ ...options, tls }));
  });
}
