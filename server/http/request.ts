/** A request without a body. */
export interface HttpRequest {
  readonly method: string;
  /** Path without the query. */
  readonly path: string;
  /** Headers by lower-case name; repeated ones are joined with `, `. */
  readonly headers: ReadonlyMap<string, string>;
  /** Whether the connection stays open for more requests. */
  readonly isLasting: boolean;
}

/** A request that is answered with an error status. */
export interface BadHttpRequest {
  readonly status: 400 | 405 | 413 | 431 | 505;
}

/** Maximum headers of a request. */
const MAX_HEADERS = 100;

const REQUEST_LINE = /^([A-Z]{1,16}) (\/[!-~]*) HTTP\/(\d)\.(\d)$/;
/**
 * Header line. No space before the colon or at the start, where servers and proxies disagree on the meaning (RFC 9112,
 * 5.1).
 */
const HEADER = /^([!#$%&'*+.^_`|~0-9A-Za-z-]+):([\t -~\x80-\xff]*)$/;

/** Headers that must not repeat: a proxy on the way might choose another value. */
const SINGLE = new Set(["host", "origin", "content-length", "transfer-encoding", "upgrade"]);

/** Decoder that maps each byte to a character. */
const decoder = new TextDecoder("latin1");

/**
 * Parses the head of an HTTP/1.1 request (RFC 9112) strictly: anything malformed is rejected.
 *
 * @param head The bytes before the empty line.
 * @returns The request, or why it is invalid.
 */
export function parseRequest(head: Uint8Array): HttpRequest | BadHttpRequest {
  const [first, ...lines] = decoder.decode(head).split("\r\n");
  const match = REQUEST_LINE.exec(first!);
  if (!match) return { status: 400 };
  const [, method, target, major, minor] = match as unknown as [
    string,
    string,
    string,
    string,
    string,
  ];
  if (major !== "1") return { status: 505 };
  if (lines.length > MAX_HEADERS) return { status: 431 };
  const headers = new Map<string, string>();
  for (const line of lines) {
    const header = HEADER.exec(line);
    if (!header) return { status: 400 };
    const name = header[1]!.toLowerCase();
    const value = header[2]!.trim();
    const before = headers.get(name);
    if (before !== undefined && SINGLE.has(name)) return { status: 400 };
    headers.set(name, before === undefined ? value : `${before}, ${value}`);
  }
  const isLatest = minor !== "0";
  if (isLatest && !headers.has("host")) return { status: 400 };
  if (method !== "GET" && method !== "HEAD") return { status: 405 };
  if (headers.has("transfer-encoding") || (headers.get("content-length") ?? "0") !== "0") {
    return { status: 413 };
  }
  return {
    method,
    path: target.split("?", 1)[0]!,
    headers,
    isLasting: isLatest && !hasToken(headers.get("connection"), "close"),
  };
}

/** Returns whether a list header, such as `Connection`, contains a word, ignoring case. */
export function hasToken(list: string | undefined, token: string): boolean {
  return list !== undefined && list.toLowerCase().split(",").some((word) => word.trim() === token);
}
