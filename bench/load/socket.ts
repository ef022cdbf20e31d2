import type { Step } from "../wires/wire.ts";
import { c, checked, isTooEarly } from "./libc.ts";

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

/** How long an answer may take while connecting, in seconds. */
const PATIENCE = 20;

/**
 * Settings of one that takes little: the kernel has no more room for what is sent to it than this, and cuts it into so
 * small pieces that it gives the sender's end little room, too; 2.5 MiB would be usual on one machine.
 */
const LITTLE_ROOM = 4_096;
const LITTLE_PIECE = 536;

/** Most bytes that one call discards. */
const MAX_DISCARD = 1024 * 1024;

const decoder = new TextDecoder();
const scratch = new Uint8Array(256 * 1024);

/**
 * Connects to a port of this machine.
 *
 * @param port The port.
 * @param options `takesLittle`: whether the kernel is to keep little of what is not read yet; `from`: the address of this
 * machine to connect from, such as 127.0.0.2; `isPatient`: false for a socket that is still connecting when it is returned.
 * @returns The file descriptor of a blocking socket.
 * @throws {Error} If nobody listens there.
 */
export function connect(
  port: number,
  { takesLittle = false, from = "", isPatient = true } = {},
): number {
  const kind = SOCK_STREAM | SOCK_CLOEXEC | (isPatient ? 0 : SOCK_NONBLOCK);
  const fd = checked("make a socket", c.socket(AF_INET, kind, 0));
  if (takesLittle) {
    setOption(fd, SOL_SOCKET, SO_RCVBUF, new Int32Array([LITTLE_ROOM]));
    setOption(fd, IPPROTO_TCP, TCP_MAXSEG, new Int32Array([LITTLE_PIECE]));
  }
  if (from !== "") {
    const own = address(from, 0);
    checked(`connect from ${from}`, c.bind(fd, own, own.length));
  }
  const peer = address("127.0.0.1", port);
  const result = c.connect(fd, peer, peer.length);
  if (isPatient || !isTooEarly()) checked(`connect to port ${port}`, result);
  setOption(fd, IPPROTO_TCP, TCP_NODELAY, new Int32Array([1]));
  setOption(fd, SOL_SOCKET, SO_RCVTIMEO, new BigInt64Array([BigInt(PATIENCE), 0n]));
  return fd;
}

/** Writes an address as `struct sockaddr_in`. */
function address(host: string, port: number): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(16);
  bytes.set([AF_INET, 0, port >> 8, port & 0xff, ...host.split(".").map(Number)]);
  return bytes;
}

/** Closes a socket. */
export function close(fd: number): void {
  c.close(fd);
}

/** Closes a socket in such a way that its peer is told that it was reset. */
export function reset(fd: number): void {
  setOption(fd, SOL_SOCKET, SO_LINGER, new Int32Array([1, 0]));
  close(fd);
}

/**
 * Sends all of `bytes`, waiting where it must.
 *
 * @throws {Error} If the peer is gone.
 */
export function sendAll(fd: number, bytes: Uint8Array<ArrayBuffer>): void {
  let rest = bytes;
  while (rest.length > 0) {
    rest = rest.subarray(checked("send", c.send(fd, rest, BigInt(rest.length), MSG_NOSIGNAL)));
  }
}

/**
 * Sends what the kernel takes at once.
 *
 * @returns How many bytes that were; 0 also if the peer is gone.
 */
export function trySend(fd: number, bytes: Uint8Array<ArrayBuffer>): number {
  return Math.max(0, c.send(fd, bytes, BigInt(bytes.length), MSG_NOSIGNAL | MSG_DONTWAIT));
}

/**
 * Reads until what was read since the call contains a text.
 *
 * @param fd The socket.
 * @param text The text.
 * @throws {Error} If the peer closes first, or is silent for too long.
 */
function readUntil(fd: number, text: string): void {
  let seen = "";
  while (!seen.includes(text)) {
    const count = checked(
      `read ${JSON.stringify(text)}, having read ${JSON.stringify(seen.slice(-200))}`,
      c.recv(fd, scratch, BigInt(scratch.length), 0),
    );
    if (count === 0) {
      throw new Error(
        `Cannot read ${JSON.stringify(text)} as the server closed: it said ${JSON.stringify(seen)}`,
      );
    }
    seen += decoder.decode(scratch.subarray(0, count), { stream: true });
  }
}

/**
 * Says and hears what lets a client in.
 *
 * @param fd The socket.
 * @param steps What to say, and what is answered.
 */
export function enter(fd: number, steps: readonly Step[]): void {
  for (const { send, until } of steps) {
    sendAll(fd, send);
    readUntil(fd, until);
  }
}

/**
 * Throws away what there is to read.
 *
 * @param fd The socket.
 * @param most Most bytes of it.
 * @returns How many bytes that were.
 * @throws {Error} If the peer closed.
 */
export function discard(fd: number, most: number = MAX_DISCARD): number {
  const count = c.discard(fd, null, BigInt(most), MSG_DONTWAIT | MSG_TRUNC);
  if (count > 0) return count;
  if (count < 0 && isTooEarly()) return 0;
  throw new Error(`Cannot read from socket ${fd} as the server closed it`);
}

function setOption(
  fd: number,
  level: number,
  option: number,
  value: Int32Array<ArrayBuffer> | BigInt64Array<ArrayBuffer>,
): void {
  checked("set a socket's option", c.setsockopt(fd, level, option, value, value.byteLength));
}
