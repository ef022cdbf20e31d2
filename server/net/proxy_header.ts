import type { Address } from "../../cli/address.ts";
import { toAddress } from "../../protocol/text/address.ts";
import { quote } from "../../protocol/text/quote.ts";

/** A complete PROXY header. */
export interface ProxyHeader {
  /** Bytes of the header; the client's bytes follow. */
  readonly length: number;
  /** Address of the client; `undefined` if the proxy acts for itself (LOCAL) or does not know it (UNKNOWN). */
  readonly source: Address | undefined;
}

/** Bytes that are not a PROXY header, quoted. */
export interface BadProxyHeader {
  readonly bad: string;
}

/** Maximum bytes of a version 1 header (specification, 2.1). */
const MAX_V1 = 107;

/**
 * Maximum bytes of a version 2 header. Its length field allows 64 KiB; HAProxy sends up to a few hundred bytes, more
 * with the client's certificate.
 */
const MAX_V2 = 4 * 1024;

const SIGNATURE_V1 = new TextEncoder().encode("PROXY ");
const SIGNATURE_V2 = new TextEncoder().encode("\r\n\r\n\0\r\nQUIT\n");
const SIGNATURES = [SIGNATURE_V1, SIGNATURE_V2];

/** Bytes of a version 2 header before the addresses. */
const PREFIX_V2 = 16;

/** Version and command in a byte. */
const LOCAL = 0x20;
const PROXY = 0x21;

/** Byte of address family and transport, with the bytes of one address; `UNSPEC` and `AF_UNIX` have no IP addresses. */
const TCP4 = 0x11;
const TCP6 = 0x21;
const ADDRESS_BYTES: Readonly<Record<number, number>> = { 0: 0, [TCP4]: 4, [TCP6]: 16, 0x31: 108 };

const CR = 0x0d;
const LF = 0x0a;

/** A port, in decimal digits without leading zeros. */
const PORT = /^(0|[1-9]\d{0,4})$/;

const latin1 = new TextDecoder("latin1");

/** Returns how many bytes of a signature are present, or -1 if the bytes differ from it. */
function matched(bytes: Uint8Array, signature: Uint8Array): number {
  const length = Math.min(bytes.length, signature.length);
  // Runs twice for each connection; a view and a closure would take longer than the loop.
  for (let index = 0; index < length; index++) {
    if (bytes[index] !== signature[index]) return -1;
  }
  return length;
}

/** Returns whether bytes start a PROXY header; `undefined` if there are too few to know. */
export function beginsAsProxyHeader(bytes: Uint8Array): boolean | undefined {
  let isPossible = false;
  for (const signature of SIGNATURES) {
    const count = matched(bytes, signature);
    if (count === signature.length) return true;
    if (count >= 0) isPossible = true;
  }
  return isPossible ? undefined : false;
}

/**
 * Parses a header of the PROXY protocol, version 1 or 2, in which a proxy names the client of a connection
 * (https://www.haproxy.org/download/3.0/doc/proxy-protocol.txt).
 *
 * @param bytes All bytes of the connection so far.
 * @returns The header; `undefined` if it is incomplete; or the bytes if they are not a header.
 */
export function parseProxyHeader(bytes: Uint8Array): ProxyHeader | BadProxyHeader | undefined {
  if (matched(bytes, SIGNATURE_V2) >= 0) return parseV2(bytes);
  return matched(bytes, SIGNATURE_V1) >= 0 ? parseV1(bytes) : showBad(bytes);
}

/** Quotes the first bytes of something that is not a header. */
export function showBad(bytes: Uint8Array): BadProxyHeader {
  return { bad: quote(latin1.decode(bytes.subarray(0, MAX_V1))) };
}

function parseV1(bytes: Uint8Array): ProxyHeader | BadProxyHeader | undefined {
  const end = bytes.subarray(0, MAX_V1).findIndex((byte, index) =>
    byte === LF && bytes[index - 1] === CR
  );
  if (end < 0) return bytes.length < MAX_V1 ? undefined : showBad(bytes);
  const length = end + 1;
  const [, family, ...rest] = latin1.decode(bytes.subarray(0, end - 1)).split(" ");
  if (family === "UNKNOWN") return { length, source: undefined };
  const [source = "", destination = "", ...ports] = rest;
  const version = family === "TCP4" ? 4 : family === "TCP6" ? 6 : undefined;
  const isValid = version !== undefined && versionOf(source) === version &&
    versionOf(destination) === version && ports.length === 2 && ports.every(isPort);
  if (!isValid) return showBad(bytes.subarray(0, end - 1));
  return { length, source: { hostname: toAddress(source)!, port: Number(ports[0]) } };
}

function parseV2(bytes: Uint8Array): ProxyHeader | BadProxyHeader | undefined {
  if (bytes.length < PREFIX_V2) return undefined;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const [command, family] = [bytes[12]!, bytes[13]!];
  const length = PREFIX_V2 + view.getUint16(14);
  if (length > MAX_V2) return showBad(bytes);
  if (command === LOCAL) return bytes.length < length ? undefined : { length, source: undefined };
  const size = ADDRESS_BYTES[family];
  // Two addresses, and two ports with IP addresses.
  const isIp = family === TCP4 || family === TCP6;
  const isLong = size !== undefined && length >= PREFIX_V2 + 2 * size + (isIp ? 4 : 0);
  if (command !== PROXY || !isLong) return showBad(bytes);
  if (bytes.length < length) return undefined;
  if (!isIp) return { length, source: undefined };
  const address = bytes.subarray(PREFIX_V2, PREFIX_V2 + size);
  return {
    length,
    source: { hostname: showIp(address), port: view.getUint16(PREFIX_V2 + 2 * size) },
  };
}

/** Returns the version of an address in a header: 4, 6, or `undefined` if it is invalid. */
function versionOf(text: string): 4 | 6 | undefined {
  if (!/^[0-9a-fA-F.:]+$/.test(text) || toAddress(text) === undefined) return undefined;
  return text.includes(":") ? 6 : 4;
}

function isPort(text: string): boolean {
  return PORT.test(text) && Number(text) <= 0xffff;
}

/** Formats the 4 or 16 bytes of an address as {@linkcode toAddress} does. */
function showIp(bytes: Uint8Array): string {
  if (bytes.length === 4) return bytes.join(".");
  const groups = Array.from({ length: 8 }, (_, index) => {
    return (bytes[2 * index]! << 8 | bytes[2 * index + 1]!).toString(16);
  });
  return toAddress(groups.join(":"))!;
}
