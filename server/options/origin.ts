/**
 * What an origin and a host may be written of. A URL reads other characters as something else: user names, a path.
 *
 * No host is longer than 255 bytes (RFC 1035), and a port has at most five digits.
 */
const AUTHORITY = /^[^\s/\\?#@]{1,261}$/;

const ORIGIN = /^(https?):\/\/([^/]+)\/?$/i;

/** The dot of the root, which ends a name that is written whole: with and without it a name is the same host. */
const ROOT_DOT = /\.$/;

/** The origin of a page: where it came from, in the one form in which origins are compared. */
export interface Origin {
  readonly scheme: "http" | "https";
  /** In lower case, without the dot of the root; an address of IPv6 in brackets. */
  readonly hostname: string;
  /** In digits; empty where it is that of the scheme. */
  readonly port: string;
}

/**
 * Reads an origin as the URL standard does, so that different spellings of one are equal: letters of any case, the port of
 * the scheme or none, and an address in any of its forms.
 *
 * @param text What a browser or an operator wrote.
 * @returns The origin; `undefined` if it is none of a page that was loaded over HTTP.
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

/** Writes an origin as browsers do. */
export function showOrigin({ scheme, hostname, port }: Origin): string {
  return `${scheme}://${hostname}${port === "" ? "" : `:${port}`}`;
}
