/**
 * Connections to a server: addresses, TCP, TLS, waits between attempts, and the messages that arrive, checked.
 *
 * Nothing here knows what the messages mean, or that there is a user.
 *
 * @module
 */
import { type Address, showAddress } from "../../cli/address.ts";
import { isLoopback } from "../../protocol/text/loopback.ts";
import { carryFrames, closeQuietly } from "./carry_frames.ts";
import { NoAnswerError, SILENT, toConnectError } from "./errors.ts";
import { race, withTimeout } from "./race.ts";
import { resolveHost } from "./resolve_host.ts";
import type { TlsTrust } from "./tls.ts";
import { CONNECT_TIMEOUT, type DialOptions, type Transport } from "./transport.ts";

/** Options of {@linkcode dialTcp} and {@linkcode dialTls}. */
export interface HostDialOptions extends DialOptions {
  /** Returns the IP addresses of a host in the order in which to try them. */
  readonly resolve?: (hostname: string) => Promise<readonly string[]>;
}

/**
 * Connects over TCP. Of several addresses of the host, it takes the first that accepts the connection (RFC 8305).
 *
 * @param address The server's address.
 * @param onAlert Called if the server expects TLS; the connection then fails.
 * @param options See {@linkcode DialOptions}.
 * @returns The connection.
 * @throws {ConnectError} If the server cannot be reached.
 */
export function dialTcp(
  address: Address,
  onAlert: () => void = () => {},
  options: HostDialOptions = {},
): Promise<Transport> {
  return dialEndpoints(address, options, async (endpoint, signal) => {
    const since = performance.now();
    const conn = await connect(endpoint, signal);
    const isPrivate = isLoopback((conn.remoteAddr as Deno.NetAddr).hostname);
    const peer = { address: showAddress(address), endpoint: showAddress(endpoint), isPrivate };
    const onBytes = (bytes: Uint8Array) => {
      if (isTlsAlert(bytes)) onAlert();
    };
    return { ...carryFrames(conn, onBytes), peer, since };
  });
}

/**
 * Connects over TLS. Of several addresses of the host, it takes the first that completes the handshake (RFC 8305).
 *
 * @param address The server's address.
 * @param trust The certificates to accept.
 * @param options See {@linkcode DialOptions}.
 * @returns The connection, after the TLS handshake.
 * @throws {ConnectError} If the server cannot be reached, or its certificate is not accepted.
 */
export function dialTls(
  address: Address,
  trust: TlsTrust,
  options: HostDialOptions = {},
): Promise<Transport> {
  return dialEndpoints(address, options, async (endpoint, signal) => {
    const since = performance.now();
    const conn = await Deno.startTls(await connect(endpoint, signal), trust);
    const onAbort = () => closeQuietly(conn);
    signal.addEventListener("abort", onAbort, { once: true });
    try {
      await conn.handshake();
    } catch (error) {
      closeQuietly(conn);
      throw error;
    } finally {
      signal.removeEventListener("abort", onAbort);
    }
    const peer = {
      address: showAddress(address),
      endpoint: showAddress(endpoint),
      isPrivate: true,
    };
    return { ...carryFrames(conn), peer, since };
  });
}

/** Connects to the first endpoint of a host that works. */
async function dialEndpoints(
  { hostname, port }: Address,
  { signal, avoid, timeout = CONNECT_TIMEOUT, resolve = resolveHost }: HostDialOptions,
  open: (endpoint: Address, signal: AbortSignal) => Promise<Transport>,
): Promise<Transport> {
  const discard = (late: Transport) => late.close();
  const limits = { time: timeout, onTimeout: () => new NoAnswerError(SILENT) };
  const resolving = withTimeout(() => resolve(hostname), { ...limits, discard: () => {} });
  try {
    const found = await resolving(signal ?? new AbortController().signal);
    const attempts = found.map((address) => {
      const endpoint = { hostname: address, port };
      const failure = avoid?.get(showAddress(endpoint));
      if (failure) return () => Promise.reject(failure);
      return withTimeout((signal) => open(endpoint, signal), { ...limits, discard });
    });
    return await race(attempts, { signal, discard });
  } catch (error) {
    return toConnectError(error instanceof AggregateError ? mainError(error) : error);
  }
}

/** Returns the error to report of several endpoints: of one that was reached if there is any. */
function mainError({ errors }: AggregateError): unknown {
  return errors.find((error) => error instanceof NoAnswerError) ?? errors[0];
}

/** Returns whether the first bytes from a server are a TLS alert: the server expected TLS. */
function isTlsAlert(bytes: Uint8Array): boolean {
  return bytes[0] === 0x15 && bytes[1] === 0x03;
}

async function connect(address: Address, signal: AbortSignal): Promise<Deno.TcpConn> {
  const conn = await Deno.connect({ ...address, signal });
  conn.setNoDelay(true);
  return conn;
}
