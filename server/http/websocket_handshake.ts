import { createHash } from "node:crypto";
import { readOrigin, showOrigin } from "../options/origin.ts";
import { hasToken, type HttpRequest } from "./request.ts";
import { type HttpResponse, plain } from "./response.ts";

/** Policy on the origins of WebSockets. */
export interface OriginPolicy {
  /** Allowed origins, as browsers spell them; if empty, the page's own origin at an address or a local name. */
  readonly origins: readonly string[];
  /** Whether the endpoint speaks TLS. */
  readonly isEncrypted: boolean;
}

/** Version of the WebSocket protocol (RFC 6455). */
const VERSION = "13";

/** GUID that is hashed with the key (RFC 6455, 1.3). */
const GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

/** A key: 16 bytes in Base64 (RFC 6455, 4.1). */
const KEY = /^[A-Za-z0-9+/]{22}==$/;

/**
 * Host names that a page of another site cannot have: addresses, single labels, and names under reserved domains. The
 * owner of any other name can point it here after a browser has loaded a page from it (DNS rebinding).
 */
const OWN_HOST =
  /^(\d{1,3}(\.\d{1,3}){3}|\[[\da-f:.]+\]|([\w-]+\.)*(localhost|local|internal|lan|home\.arpa)|[\w-]+)$/i;

/**
 * Answers a request to switch to WebSocket (RFC 6455, 4.2). No extension is negotiated, so nothing is compressed.
 *
 * @param request The request.
 * @param policy Allowed origins.
 * @returns The answer; after status 101 the connection carries frames.
 */
export function acceptWebSocket(
  { headers, method }: HttpRequest,
  policy: OriginPolicy,
): HttpResponse {
  const isUpgrade = hasToken(headers.get("connection"), "upgrade") &&
    hasToken(headers.get("upgrade"), "websocket");
  if (!isUpgrade || headers.get("sec-websocket-version") !== VERSION) {
    return plain(426, { "Upgrade": "websocket", "Sec-WebSocket-Version": VERSION });
  }
  const key = headers.get("sec-websocket-key") ?? "";
  if (method !== "GET" || !KEY.test(key)) return plain(400);
  if (!isWelcome(headers.get("origin"), headers.get("host"), policy)) return plain(403);
  const accept = createHash("sha1").update(key + GUID).digest("base64");
  return {
    status: 101,
    headers: { "Upgrade": "websocket", "Connection": "Upgrade", "Sec-WebSocket-Accept": accept },
  };
}

/**
 * Returns whether the origin is allowed. Every browser sends the origin of the page that opens a WebSocket, and no page can
 * change it. A client that sends none is not a browser and is accepted, as over TCP.
 */
function isWelcome(
  origin: string | undefined,
  host: string | undefined,
  { origins, isEncrypted }: OriginPolicy,
): boolean {
  if (origin === undefined) return true;
  const from = readOrigin(origin);
  if (from === undefined) return false;
  const shown = showOrigin(from);
  if (origins.length > 0) return origins.includes(shown);
  // Browsers omit the default port of a scheme; proxies may add it.
  const own = readOrigin(`${from.scheme}://${host ?? ""}`);
  if (own === undefined || showOrigin(own) !== shown) return false;
  // Behind a proxy the page may be encrypted though this connection is not: accept both schemes.
  return from.scheme === "https" || !isEncrypted && OWN_HOST.test(from.hostname);
}
