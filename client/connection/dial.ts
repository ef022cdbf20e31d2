/**
 * Connections to a server: addresses, TCP, TLS, waits between attempts, and the messages that arrive, checked.
 *
 * Nothing here knows what the messages mean, or that there is a user.
 *
 * @module
 */
import { type Address, showAddress } from "../../cli/address.ts";
import { FrameDecoderStream } from "../../protocol/framing/frame_decoder_stream.ts";
import { FrameEncoderStream } from "../../protocol/framing/frame_encoder_stream.ts";
import { LARGEST } from "../../protocol/limits.ts";
import { NoAnswerError, SILENT, toConnectError } from "./errors.ts";
import { race, withTimeout } from "./race.ts";
import { resolveHost } from "./resolve_host.ts";
import type { TlsTrust } from "./tls.ts";
import { CONNECT_TIMEOUT, type DialOptions, type Transport } from "./transport.ts";

/** Detects a TLS alert in the first bytes: the server expected TLS. */
class AlertDetector extends TransformStream<Uint8Array, Uint8Array> {
  constructor(onAlert: () => void) {
    let isFirst = true;
    super({
      transform: (chunk, controller) => {
        if (isFirst && chunk[0] === 0x15 && chunk[1] === 0x03) onAlert();
        isFirst = false;
        controller.enqueue(chunk);
      },
    });
  }
}

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
    const bytes = conn.readable.pipeThrough(new AlertDetector(onAlert));
    return { ...carry(conn, bytes), peer, since };
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
    return { ...carry(conn, conn.readable), peer, since };
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

/** Returns whether an address is a loopback address. */
function isLoopback(address: string): boolean {
  return /^(127\.|::1$|::ffff:127\.)/.test(address);
}

async function connect(address: Address, signal: AbortSignal): Promise<Deno.TcpConn> {
  const conn = await Deno.connect({ ...address, signal });
  conn.setNoDelay(true);
  return conn;
}

function closeQuietly(conn: Deno.Conn): void {
  try {
    conn.close();
  } catch {
    // The streams close it at their end.
  }
}

/** Creates a transport that encodes and decodes frames over a connection. */
function carry(
  conn: Deno.Conn,
  bytes: ReadableStream<Uint8Array>,
): Pick<Transport, "frames" | "send" | "close"> {
  const options = { maxLength: LARGEST.frame };
  const encoder = new FrameEncoderStream(options);
  const writer = encoder.writable.getWriter();
  // Both `send` and `frames` fail when the connection is lost.
  encoder.readable.pipeTo(conn.writable).catch(() => {});
  writer.closed.catch(() => {});
  return {
    frames: bytes.pipeThrough(new FrameDecoderStream(options)),
    send: (payload) => writer.write(payload),
    close: () => closeQuietly(conn),
  };
}
