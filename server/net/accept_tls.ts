import type { Address } from "../../cli/address.ts";
import type { TlsAcceptor, TlsAcceptorOptions } from "./tls_acceptor.ts";

/** First version of Deno whose `node:tls` has a server of its own, instead of one over `Deno.listenTls`. */
const NODE_TLS_SINCE = [2, 8] as const;

/**
 * Listens for connections that will be encrypted, in the way that this runtime allows (docs/adr/0013-tls-over-node-tls.md).
 *
 * @param address Where.
 * @param options See {@linkcode TlsAcceptorOptions}.
 * @throws {Error} If it cannot listen there.
 */
export async function acceptTls(
  address: Address,
  options: TlsAcceptorOptions,
): Promise<TlsAcceptor> {
  const [major = 0, minor = 0] = Deno.version.deno.split(".").map(Number);
  const [sinceMajor, sinceMinor] = NODE_TLS_SINCE;
  // Each is loaded only where it is used, because modules delay the start.
  if (major > sinceMajor || (major === sinceMajor && minor >= sinceMinor)) {
    const { NodeTlsAcceptor } = await import("./node_tls_acceptor.ts");
    return await NodeTlsAcceptor.listen(address, options);
  }
  const { LoopbackTlsAcceptor } = await import("./loopback_tls_acceptor.ts");
  return new LoopbackTlsAcceptor(address, options);
}
