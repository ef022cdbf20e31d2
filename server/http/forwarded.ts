import type { Address } from "../../cli/address.ts";
import { toAddress } from "../../protocol/text/address.ts";
import { quote } from "../../protocol/text/quote.ts";
import { type AddressRange, isInRanges } from "../net/address_range.ts";

/** Headers in which proxies name the client. */
export const FORWARDED_HEADERS = ["forwarded", "x-forwarded-for"] as const;

/** The client that a proxy acts for. */
export type ForwardedFor =
  /** The client; `undefined` if the proxy does not name it. */
  | { readonly client: Address | undefined }
  /** A header that cannot be trusted: its name and value, quoted. */
  | { readonly bad: string };

/** Parameter of `Forwarded`: a name, then a token or a quoted string (RFC 7239, 4). */
const PARAMETER =
  /^([!#$%&'*+.^_`|~0-9A-Za-z-]+)=(?:([!#$%&'*+.^_`|~0-9A-Za-z-]+)|"((?:[^"\\]|\\.)*)")$/;

/** Node without an address: a proxy may not know it, or hide it (RFC 7239, 6.2 and 6.3). */
const NO_ADDRESS = /^(?:unknown|_[A-Za-z0-9._-]+)(?::[A-Za-z0-9._-]+)?$/i;

/** IPv6 address in brackets, or IPv4 address, each with or without a port. */
const WITH_PORT = /^(?:\[([0-9A-Fa-f:.]+)\]|([0-9.]+))(?::(\d{1,5}))?$/;

/**
 * Returns the client that a trusted proxy acts for, from `X-Forwarded-For` or `Forwarded` (RFC 7239). Each proxy appends
 * the address of its peer, so the client is the rightmost address that is not a trusted proxy. Addresses left of it came
 * from the client, and do not count.
 *
 * @param headers The request's headers.
 * @param trusted The trusted proxies.
 * @returns The client. If both headers are present, they must agree: many proxies set one and forward the client's other.
 */
export function forwardedFor(
  headers: ReadonlyMap<string, string>,
  trusted: readonly AddressRange[],
): ForwardedFor {
  const found: ForwardedFor[] = [];
  for (const name of FORWARDED_HEADERS) {
    const value = headers.get(name);
    if (value === undefined) continue;
    const nodes = name === "forwarded" ? forNodes(value) : value.split(",");
    const client = nodes && rightmost(nodes, trusted);
    found.push(
      client === undefined ? { bad: `${name}: ${quote(tail(value))}` } : { client: client.address },
    );
  }
  const [first = { client: undefined }, second = first] = found;
  if ("bad" in first || "bad" in second) return "bad" in first ? first : second;
  if (first.client?.hostname === second.client?.hostname) return first;
  const shown = FORWARDED_HEADERS.map((name) => `${name}: ${quote(tail(headers.get(name)!))}`);
  return { bad: shown.join(", ") };
}

/** Returns the rightmost node that is not a trusted proxy, otherwise the leftmost; `undefined` if a node is invalid. */
function rightmost(
  nodes: readonly string[],
  trusted: readonly AddressRange[],
): { readonly address: Address | undefined } | undefined {
  let address: Address | undefined;
  for (const node of nodes.toReversed()) {
    const text = node.trim();
    if (NO_ADDRESS.test(text)) return { address: undefined };
    address = readNode(text);
    if (address === undefined) return undefined;
    if (!isInRanges(address.hostname, trusted)) break;
  }
  return { address };
}

/** Parses an address with or without a port; IPv6 without brackets has none. The port of a node without one is 0. */
function readNode(text: string): Address | undefined {
  const [, ipv6, ipv4, port = "0"] = WITH_PORT.exec(text) ?? [];
  const given = ipv6 ?? ipv4 ?? text;
  const hostname = given.includes("/") ? undefined : toAddress(given);
  const isValid = hostname !== undefined && (ipv6 === undefined || given.includes(":")) &&
    Number(port) <= 0xffff;
  return isValid ? { hostname, port: Number(port) } : undefined;
}

/** Returns the parameter `for` of each element of `Forwarded`, or `undefined` if the header is malformed. */
function forNodes(value: string): string[] | undefined {
  const elements = splitOutsideQuotes(value, ",").map((element) => {
    const parameters = splitOutsideQuotes(element, ";").map((text) => PARAMETER.exec(text.trim()));
    if (parameters.includes(null)) return undefined;
    const given = parameters.filter((match) => match![1]!.toLowerCase() === "for");
    if (given.length > 1) return undefined;
    const [, , token, quoted] = given[0] ?? [];
    return token ?? quoted?.replaceAll(/\\(.)/g, "$1") ?? "unknown";
  });
  return elements.includes(undefined) ? undefined : elements as string[];
}

/** Splits at a separator outside of quotes. */
function splitOutsideQuotes(text: string, separator: string): string[] {
  const parts = [""];
  let isQuoted = false;
  for (let index = 0; index < text.length; index++) {
    const letter = text[index]!;
    if (letter === '"') isQuoted = !isQuoted;
    // The character after a backslash is literal.
    const escaped = isQuoted && letter === "\\" ? text[++index] ?? "" : "";
    if (letter === separator && !isQuoted) parts.push("");
    else parts[parts.length - 1] += letter + escaped;
  }
  return parts;
}

/** Returns the end of a value, which the proxy wrote; the start may be the client's. */
function tail(value: string): string {
  return value.slice(-64);
}
