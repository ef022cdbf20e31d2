import { assertEquals } from "@std/assert";
import { isLocalRequest } from "./is_local_request.ts";

/** Whether a request from an address counts as local. */
function fromHere(address: string, headers: Record<string, string>): boolean {
  const request = { method: "GET", path: "/metrics", isLasting: true };
  return isLocalRequest({ ...request, headers: new Map(Object.entries(headers)) }, address);
}

Deno.test("isLocalRequest accepts requests of this machine by any of its names", () => {
  for (
    const host of [
      "localhost",
      "LOCALHOST:8080",
      "127.0.0.1:8080",
      "127.1.2.3",
      "[::1]:8080",
      "[::1]",
      "[0:0::1]:80",
      "localhost.:8080",
    ]
  ) {
    assertEquals(fromHere("127.0.0.1", { host }), true, host);
  }
  for (const address of ["::1", "::ffff:127.0.0.1", "127.9.9.9"]) {
    assertEquals(fromHere(address, { host: "localhost" }), true, address);
  }
});

Deno.test("isLocalRequest refuses other machines and forwarded requests", () => {
  assertEquals(fromHere("192.168.1.7", { host: "127.0.0.1" }), false);
  assertEquals(fromHere("::ffff:192.168.1.7", { host: "127.0.0.1" }), false);
  // A name that resolves to this machine, or that of a proxy.
  for (
    const host of [
      "chat.example.org",
      "127.0.0.1.example.org",
      "example.org:8080",
      "a@localhost",
      "",
    ]
  ) {
    assertEquals(fromHere("127.0.0.1", { host }), false, host);
  }
  assertEquals(fromHere("127.0.0.1", {}), false);
  const host = "127.0.0.1";
  assertEquals(fromHere("127.0.0.1", { host, "x-forwarded-for": "203.0.113.7" }), false);
  assertEquals(fromHere("127.0.0.1", { host, "forwarded": "for=203.0.113.7" }), false);
});
