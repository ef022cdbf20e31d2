import { systemReason } from "../../cli/system_error.ts";
import type { Catalogue } from "../../locale/texts/catalogue.ts";

/** NATS cannot be reached, or rejects this node. The error of the library is the `cause`. */
export class NatsError extends Error {
  override name = "NatsError";
  /** The servers that were tried, without credentials. */
  readonly servers: readonly string[];

  constructor(servers: readonly string[], cause: unknown) {
    super(`Cannot connect to NATS at ${servers.join(", ")}`, { cause });
    this.servers = servers;
  }
}

/**
 * Explains in words for users why NATS cannot be used.
 *
 * @param error The error.
 * @param texts The texts of the language.
 */
export function natsFailure({ servers, cause }: NatsError, texts: Catalogue): string {
  return texts.nats.failed(servers.join(", "), natsReason(cause, texts));
}

function natsReason(error: unknown, texts: Catalogue): string {
  const { nats, system } = texts;
  if (!(error instanceof Error)) return String(error);
  if (error.name === "TimeoutError") return system.timeout;
  if (error.name === "AuthorizationError") return nats.rejected;
  if (/does not support 'tls'/.test(error.message)) return nats.noTls;
  if (/^invalid peer certificate|certificate/i.test(error.message)) {
    return nats.untrusted(error.message);
  }
  // The library hides the system's error behind one of its own, or has none when the server hung up.
  if (/undefined error/.test(error.message)) return system.reset;
  return systemReason(error.cause ?? error, system);
}
