import type { Step } from "../wires/wire.ts";
import { c, checked, isTooEarly, uninterrupted } from "./libc.ts";
import { TlsSession } from "./tls_session.ts";

const AF_INET = 2;
const SOCK_STREAM = 1;
const SOCK_CLOEXEC = 0x80000;
const SOCK_NONBLOCK = 0x800;
const IPPROTO_TCP = 6;
const TCP_NODELAY = 1;
const TCP_MAXSEG = 2;
const SOL_SOCKET = 1;
const SO_RCVBUF = 8;
const SO_LINGER = 13;
const SO_RCVTIMEO = 20;
const MSG_TRUNC = 0x20;
const MSG_DONTWAIT = 0x40;
const MSG_NOSIGNAL = 0x4000;

/** Timeout of a read, in seconds. */
const TIMEOUT = 20;

/**
 * Receive buffer and segment size of a slow reader, in bytes. Small segments make the sender's kernel buffer little, too;
 * by default it was seen to buffer 2.5 MiB on one machine.
 */
const SMALL_BUFFER = 4_096;
const SMALL_SEGMENT = 536;

/** Maximum bytes per call of {@linkcode discard}. */
const MAX_DISCARD = 1024 * 1024;

const decoder = new TextDecoder();
const scratch = new Uint8Array(256 * 1024);

/** The encrypted sockets. */
const sessions = new Map<number, TlsSession>();

/**
 * Connects to a port of 127.0.0.1.
 *
 * @param port The port.
 * @param options `hasSmallBuffer`: whether the kernel buffers as little as possible; `from`: source address, such as
 * 127.0.0.2; `isBlocking`: false for a non-blocking socket that may still be connecting; `isEncrypted`: whether to speak
 * TLS, which {@linkcode trySend} and slow readers do not support.
 * @returns The file descriptor.
 * @throws {Error} If the connection is refused.
 */
export function connect(
  port: number,
  { hasSmallBuffer = false, from = "", isBlocking = true, isEncrypted = false } = {},
): number {
  const kind = SOCK_STREAM | SOCK_CLOEXEC | (isBlocking ? 0 : SOCK_NONBLOCK);
  const fd = checked("create a socket", c.socket(AF_INET, kind, 0));
  if (hasSmallBuffer) {
    setOption(fd, SOL_SOCKET, SO_RCVBUF, new Int32Array([SMALL_BUFFER]));
    setOption(fd, IPPROTO_TCP, TCP_MAXSEG, new Int32Array([SMALL_SEGMENT]));
  }
  if (from !== "") {
    const own = address(from, 0);
    checked(`connect from ${from}`, c.bind(fd, own, own.length));
  }
  const peer = address("127.0.0.1", port);
  const result = c.connect(fd, peer, peer.length);
  if (isBlocking || !isTooEarly()) checked(`connect to port ${port}`, result);
  setOption(fd, IPPROTO_TCP, TCP_NODELAY, new Int32Array([1]));
  setOption(fd, SOL_SOCKET, SO_RCVTIMEO, new BigInt64Array([BigInt(TIMEOUT), 0n]));
  if (isEncrypted) sessions.set(fd, new TlsSession(fd));
  return fd;
}

/** Encodes an address as `struct sockaddr_in`. */
function address(host: string, port: number): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(16);
  bytes.set([AF_INET, 0, port >> 8, port & 0xff, ...host.split(".").map(Number)]);
  return bytes;
}

export function close(fd: number): void {
  sessions.get(fd)?.free();
  sessions.delete(fd);
  c.close(fd);
}

/** Closes a socket with a TCP reset. */
export function reset(fd: number): void {
  setOption(fd, SOL_SOCKET, SO_LINGER, new Int32Array([1, 0]));
  close(fd);
}

/**
 * Sends all bytes, blocking if necessary.
 *
 * @throws {Error} If the peer has closed the connection.
 */
export function sendAll(fd: number, bytes: Uint8Array<ArrayBuffer>): void {
  const session = sessions.get(fd);
  if (session) return session.sendAll(bytes);
  let rest = bytes;
  while (rest.length > 0) {
    const count = uninterrupted(() => c.send(fd, rest, BigInt(rest.length), MSG_NOSIGNAL));
    rest = rest.subarray(checked("send", count));
  }
}

/**
 * Sends without blocking.
 *
 * @returns The number of bytes sent; 0 also if the peer has closed the connection.
 */
export function trySend(fd: number, bytes: Uint8Array<ArrayBuffer>): number {
  return Math.max(0, c.send(fd, bytes, BigInt(bytes.length), MSG_NOSIGNAL | MSG_DONTWAIT));
}

/**
 * Reads until the bytes read since the call contain a text.
 *
 * @throws {Error} If the peer closes the connection first, or sends nothing until the timeout.
 */
function readUntil(fd: number, text: string): void {
  let seen = "";
  while (!seen.includes(text)) {
    const count = checked(
      `read ${JSON.stringify(text)}, having read ${JSON.stringify(seen.slice(-200))}`,
      sessions.get(fd)?.receive(scratch) ??
        uninterrupted(() => c.recv(fd, scratch, BigInt(scratch.length), 0)),
    );
    if (count === 0) {
      throw new Error(
        `Cannot read ${JSON.stringify(text)} as the server closed: it said ${JSON.stringify(seen)}`,
      );
    }
    seen += decoder.decode(scratch.subarray(0, count), { stream: true });
  }
}

/** Performs the steps that sign a client in. */
export function enter(fd: number, steps: readonly Step[]): void {
  for (const { send, until } of steps) {
    sendAll(fd, send);
    readUntil(fd, until);
  }
}

/**
 * Discards what has arrived.
 *
 * @param fd The socket.
 * @param most Maximum number of bytes to discard.
 * @returns The number of bytes discarded.
 * @throws {Error} If the peer has closed the connection.
 */
export function discard(fd: number, most: number = MAX_DISCARD): number {
  const session = sessions.get(fd);
  if (session) return session.discard();
  const count = c.discard(fd, null, BigInt(most), MSG_DONTWAIT | MSG_TRUNC);
  if (count > 0) return count;
  if (count < 0 && isTooEarly()) return 0;
  throw closed(fd);
}

/**
 * Reads what has arrived and counts a byte in it.
 *
 * @throws {Error} If the peer has closed the connection.
 */
export function countBytes(fd: number, byte: number): number {
  const length = c.recv(fd, scratch, BigInt(scratch.length), MSG_DONTWAIT);
  if (length < 0 && isTooEarly()) return 0;
  if (length <= 0) throw closed(fd);
  const read = scratch.subarray(0, length);
  let count = 0;
  for (let at = read.indexOf(byte); at >= 0; at = read.indexOf(byte, at + 1)) count++;
  return count;
}

function closed(fd: number): Error {
  return new Error(`Cannot read from socket ${fd} as the server closed it`);
}

function setOption(
  fd: number,
  level: number,
  option: number,
  value: Int32Array<ArrayBuffer> | BigInt64Array<ArrayBuffer>,
): void {
  checked("set a socket's option", c.setsockopt(fd, level, option, value, value.byteLength));
}
