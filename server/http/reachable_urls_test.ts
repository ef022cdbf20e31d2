import { assertEquals } from "@std/assert";
import { type InterfaceAddress, reachableUrls } from "./reachable_urls.ts";

const INTERFACES: readonly InterfaceAddress[] = [
  { family: "IPv4", address: "127.0.0.1" },
  { family: "IPv6", address: "::1" },
  { family: "IPv6", address: "fe80::1" },
  { family: "IPv6", address: "2001:db8::7" },
  { family: "IPv4", address: "192.168.1.10" },
  { family: "IPv4", address: "169.254.3.4" },
  { family: "IPv4", address: "10.0.0.5" },
];

function neverCalled(): never {
  throw new Error("The interfaces were listed");
}

Deno.test("a URL of one address stays as it is", () => {
  for (const url of ["http://127.0.0.1:8080/", "https://[2001:db8::7]/", "http://chat.lan:1/"]) {
    assertEquals(reachableUrls(url, neverCalled), [url]);
  }
});

Deno.test("a URL of all IPv4 addresses is repeated for each that other machines can reach", () => {
  assertEquals(reachableUrls("http://0.0.0.0:8080/", () => INTERFACES), [
    "http://192.168.1.10:8080/",
    "http://10.0.0.5:8080/",
  ]);
});

Deno.test("a URL of all addresses is repeated for IPv4, then for IPv6", () => {
  assertEquals(reachableUrls("https://[::]:8443/metrics", () => INTERFACES), [
    "https://192.168.1.10:8443/metrics",
    "https://10.0.0.5:8443/metrics",
    "https://[2001:db8::7]:8443/metrics",
  ]);
});

Deno.test("without a network, the URL is that of this machine", () => {
  const loopback = INTERFACES.slice(0, 3);
  assertEquals(reachableUrls("http://0.0.0.0:80/", () => loopback), ["http://127.0.0.1:80/"]);
  assertEquals(reachableUrls("http://[::]:80/", () => loopback), ["http://[::1]:80/"]);
});
