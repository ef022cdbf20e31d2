import { concat } from "@std/bytes/concat";

export interface HttpResponse {
  readonly status: Status;
  readonly headers?: Readonly<Record<string, string>>;
  /** Body; absent in the answer to HEAD. */
  readonly body?: Uint8Array;
}

const REASONS = {
  101: "Switching Protocols",
  200: "OK",
  304: "Not Modified",
  400: "Bad Request",
  403: "Forbidden",
  404: "Not Found",
  405: "Method Not Allowed",
  408: "Request Timeout",
  413: "Content Too Large",
  426: "Upgrade Required",
  429: "Too Many Requests",
  431: "Request Header Fields Too Large",
  503: "Service Unavailable",
  505: "HTTP Version Not Supported",
} as const;

/** Status codes in use, with their reason phrases. */
export type Status = keyof typeof REASONS;

/**
 * Security headers of every response: the page loads only from this server, runs no inline code, cannot be framed, and
 * sends no referrer.
 */
const SAFETY = {
  "Content-Security-Policy": [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self'",
    "manifest-src 'self'",
    "connect-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
    "worker-src 'self'",
    // Browsers with Trusted Types then refuse to convert text to markup or code. The only policy, which can be made once,
    // knows no URL but that of the service worker (`client/web/model/service_worker.ts`).
    "require-trusted-types-for 'script'",
    "trusted-types service-worker",
  ].join("; "),
  "X-Content-Type-Options": "nosniff",
  "Referrer-Policy": "no-referrer",
  "Cross-Origin-Opener-Policy": "same-origin",
  "Cross-Origin-Resource-Policy": "same-origin",
  "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
} as const;

const encoder = new TextEncoder();

/** Creates a response with a line of text. */
export function plain(
  status: Status,
  headers: Readonly<Record<string, string>> = {},
): HttpResponse {
  const response = uncached(status, "text/plain; charset=utf-8", `${REASONS[status]}\n`);
  return { ...response, headers: { ...response.headers, ...headers } };
}

/** Creates a response that must not be cached. */
export function uncached(status: Status, type: string, text: string): HttpResponse {
  const headers = { "Content-Type": type, "Cache-Control": "no-store" };
  return { status, headers, body: encoder.encode(text) };
}

/**
 * Encodes a response.
 *
 * @param response The response.
 * @param options Whether to omit the body, and whether the connection stays open.
 */
export function encodeResponse(
  { status, headers = {}, body }: HttpResponse,
  { isHead = false, isLasting = false }: { isHead?: boolean; isLasting?: boolean } = {},
): Uint8Array {
  const isSwitch = status === 101;
  const fields = Object.entries({
    ...headers,
    ...(isSwitch ? {} : SAFETY),
    ...(body && { "Content-Length": `${body.length}` }),
    ...(isSwitch ? {} : { Connection: isLasting ? "keep-alive" : "close" }),
  });
  const lines = fields.map(([name, value]) => `${name}: ${value}\r\n`);
  const head = encoder.encode(`HTTP/1.1 ${status} ${REASONS[status]}\r\n${lines.join("")}\r\n`);
  return body && !isHead ? concat([head, body]) : head;
}
