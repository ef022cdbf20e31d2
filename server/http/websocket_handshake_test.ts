import { assertEquals } from "@std/assert";
import { acceptWebSocket, type OriginPolicy } from "./websocket_handshake.ts";

/** Handshake of a browser with a page of an origin, to a server by a host. */
function statusOf(origin: string, host: string, policy: Partial<OriginPolicy> = {}): number {
  const headers = new Map(Object.entries({
    "connection": "Upgrade",
    "upgrade": "websocket",
    "sec-websocket-version": "13",
    "sec-websocket-key": "dGhlIHNhbXBsZSBub25jZQ==",
    origin,
    host,
  }));
  const request = { method: "GET", path: "/ws", isLasting: true, headers };
  return acceptWebSocket(request, { origins: [], isEncrypted: false, ...policy }).status;
}

Deno.test("acceptWebSocket accepts its own page by address or by a reserved name", () => {
  for (
    const host of [
      "127.0.0.1:8080",
      "192.168.1.7",
      "[::1]:8080",
      "[fe80::1]",
      "localhost:8080",
      "LOCALHOST",
      "chat:8080",
      "sala-3.local:8080",
      "chat.home.arpa",
    ]
  ) {
    assertEquals(statusOf(`http://${host}`, host), 101, host);
  }
});

Deno.test("acceptWebSocket refuses another site whose name resolves to the server", () => {
  for (
    const host of [
      "example.org:8080",
      "127.0.0.1.example.org",
      "local.example.org",
      "example.org.",
      "example.notlocal",
      "1.2.3.example",
    ]
  ) {
    assertEquals(statusOf(`http://${host}`, host), 403, host);
    const origins = [`http://${host.replace(/\.$/, "")}`];
    assertEquals(statusOf(`http://${host}`, host, { origins }), 101, host);
  }
});

Deno.test("acceptWebSocket accepts any name that the certificate is valid for", () => {
  // The server or a proxy in front of it has a certificate.
  assertEquals(statusOf("https://chat.example.org", "chat.example.org"), 101);
  const policy = { isEncrypted: true };
  assertEquals(statusOf("https://chat.example.org", "chat.example.org", policy), 101);
  assertEquals(statusOf("http://127.0.0.1", "127.0.0.1", policy), 403);
});

Deno.test("acceptWebSocket compares origins with or without the default port", () => {
  for (
    const [origin, host] of [
      ["https://chat.example.org", "chat.example.org:443"],
      ["https://chat.example.org:443", "chat.example.org"],
      ["https://chat.example.org.", "chat.example.org."],
      // Some proxies remove the dot.
      ["https://chat.example.org.", "chat.example.org"],
      ["http://192.0.2.7", "192.0.2.7:80"],
      ["http://localhost.:8080", "localhost.:8080"],
      ["http://[::1]", "[0:0::1]:80"],
    ] as const
  ) {
    assertEquals(statusOf(origin, host), 101, `${origin} at ${host}`);
  }
  const named = { origins: ["https://chat.example.org"] };
  assertEquals(statusOf("https://chat.example.org:443", "10.0.0.1", named), 101);
  for (
    const [origin, host] of [
      ["https://chat.example.org:8443", "chat.example.org:443"],
      ["http://192.0.2.7", "192.0.2.7:443"],
      ["https://chat.example.org", "chat.example.org:80"],
      ["https://chat.example.org", "ana@chat.example.org"],
      ["https://chat.example.org", ""],
      ["http://example.org.", "example.org."],
      ["null", "null"],
    ] as const
  ) {
    assertEquals(statusOf(origin, host), 403, `${origin} at ${host}`);
  }
});
