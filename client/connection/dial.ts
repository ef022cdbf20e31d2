/**
 * Connections to a server: addresses, TCP, TLS, waits between attempts, and the messages that arrive, checked.
 *
 * Nothing here knows what the messages mean, or that there is a user.
 *
 * @module
 */
import { deadline } from "@std/async/deadline";
import { type Address, showAddress } from "../../cli/address.ts";
import { FrameDecoderStream } from "../../protocol/framing/frame_decoder_stream.ts";
import { FrameEncoderStream } from "../../protocol/framing/frame_encoder_stream.ts";
import { LARGEST } from "../../protocol/limits.ts";
import { toConnectError } from "./errors.ts";
import type { TlsTrust } from "./tls.ts";
import type { ServerPeer, Transport } from "./transport.ts";

/** Timeout of the TLS handshake, in milliseconds. */
const HANDSHAKE = 10_000;

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

/**
 * Connects over TCP.
 *
 * @param address The server's address.
 * @param onAlert Called if the server expects TLS; the connection then fails.
 * @returns The connection.
 * @throws {ConnectError} If the server cannot be reached.
 */
export async function dialTcp(
  address: Address,
  onAlert: () => void = () => {},
): Promise<Transport> {
  const conn = await connect(address);
  const isPrivate = isLoopback((conn.remoteAddr as Deno.NetAddr).hostname);
  const peer = { address: showAddress(address), isPrivate };
  return carry(conn, peer, conn.readable.pipeThrough(new AlertDetector(onAlert)));
}

/**
 * Connects over TLS.
 *
 * @param address The server's address.
 * @param trust The certificates to accept.
 * @returns The connection, after the TLS handshake.
 * @throws {ConnectError} If the server cannot be reached, or its certificate is not accepted.
 */
export async function dialTls(
  address: Address,
  trust: TlsTrust,
): Promise<Transport> {
  const conn = await Deno.startTls(await connect(address), trust).catch(toConnectError);
  try {
    await deadline(conn.handshake(), HANDSHAKE);
  } catch (error) {
    conn.close();
    toConnectError(error);
  }
  return carry(conn, { address: showAddress(address), isPrivate: true }, conn.readable);
}

/** Returns whether an address is a loopback address. */
function isLoopback(address: string): boolean {
  return /^(127\.|::1$|::ffff:127\.)/.test(address);
}

async function connect(address: Deno.ConnectOptions): Promise<Deno.TcpConn> {
  const conn = await Deno.connect(address).catch(toConnectError);
  conn.setNoDelay(true);
  return conn;
}

/** Creates a transport that encodes and decodes frames over a connection. */
function carry(conn: Deno.Conn, peer: ServerPeer, bytes: ReadableStream<Uint8Array>): Transport {
  const options = { maxLength: LARGEST.frame };
  const encoder = new FrameEncoderStream(options);
  const writer = encoder.writable.getWriter();
  const closeQuietly = () => {
    try {
      conn.close();
    } catch {
      // The streams close it at their end.
    }
  };
  // Both `send` and `frames` fail when the connection is lost.
  encoder.readable.pipeTo(conn.writable).catch(() => {});
  writer.closed.catch(() => {});
  return {
    peer,
    frames: bytes.pipeThrough(new FrameDecoderStream(options)),
    send: (payload) => writer.write(payload),
    close: closeQuietly,
  };
}
