/**
 * Characters of an origin's host and port. A URL would parse others as a user name or a path.
 *
 * A host has at most 255 bytes (RFC 1035), and a port at most five digits.
 */
const AUTHORITY = /^[^\s/\\?#@]{1,261}$/;

const ORIGIN = /^(https?):\/\/([^/]+)\/?$/i;

/** The final dot of a fully qualified name. The host is the same with and without it. */
const ROOT_DOT = /\.$/;

/** Origin of a page, normalized for comparison. */
export interface Origin {
  readonly scheme: "http" | "https";
  /** In lower case, without the final dot; IPv6 in brackets. */
  readonly hostname: string;
  /** In decimal; empty for the default port of the scheme. */
  readonly port: string;
}

/**
 * Parses an origin as the URL standard does, so that all spellings are equal: upper or lower case, with or without the
 * default port, and any notation of an address.
 *
 * @param text An origin from a browser or an operator.
 * @returns The origin; `undefined` if it is not that of a page loaded over HTTP.
 *
 * @example Usage
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { readOrigin, showOrigin } from "./origin.ts";
 *
 * assertEquals(showOrigin(readOrigin("https://Chat.example.org:443")!), "https://chat.example.org");
 * assertEquals(readOrigin("null"), undefined);
 * ```
 */
export function readOrigin(text: string): Origin | undefined {
  const [, given, authority = ""] = ORIGIN.exec(text) ?? [];
  if (given === undefined || !AUTHORITY.test(authority)) return undefined;
  const scheme = given.toLowerCase() as Origin["scheme"];
  const url = `${scheme}://${authority}`;
  if (!URL.canParse(url)) return undefined;
  const { hostname, port } = new URL(url);
  return { scheme, hostname: hostname.replace(ROOT_DOT, ""), port };
}

/** Formats an origin as browsers do. */
export function showOrigin({ scheme, hostname, port }: Origin): string {
  return `${scheme}://${hostname}${port === "" ? "" : `:${port}`}`;
}
