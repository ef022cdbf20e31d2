import { assertEquals } from "@std/assert";
import { toPeer } from "./peer.ts";

function peer(
  remote: string,
  local: string,
  isTrusted = false,
  limitsLoopback = false,
  client = remote,
) {
  const address = (hostname: string): Deno.NetAddr => ({ transport: "tcp", hostname, port: 1 });
  const stream = { remoteAddr: address(remote), localAddr: address(local) };
  return toPeer({ stream, client: address(client) }, { isTrusted, limitsLoopback });
}

Deno.test("toPeer limits the client behind a proxy, and trusts the way from the proxy", () => {
  const far = { host: "203.0.113.7", address: "203.0.113.7" };
  assertEquals(peer("127.0.0.1", "127.0.0.1", false, false, "203.0.113.7"), {
    ...far,
    isPrivate: true,
  });
  assertEquals(peer("10.0.0.8", "10.0.0.7", false, false, "203.0.113.7"), {
    ...far,
    isPrivate: false,
  });
});

Deno.test("toPeer accepts passwords from this machine", () => {
  for (const loopback of ["127.0.0.1", "127.8.0.1", "::1", "::ffff:127.0.0.1"]) {
    const host = loopback === "::1" ? "0:0:0:0::/64" : loopback.replace("::ffff:", "");
    assertEquals(peer(loopback, loopback), { host, address: undefined, isPrivate: true });
  }
  assertEquals(peer("10.0.0.7", "10.0.0.7"), {
    host: "10.0.0.7",
    address: "10.0.0.7",
    isPrivate: true,
  });
});

Deno.test("toPeer gives loopback an address if it is to be limited", () => {
  const { address, isPrivate } = peer("127.0.0.1", "127.0.0.1", false, true);
  assertEquals({ address, isPrivate }, { address: "127.0.0.1", isPrivate: true });
});

Deno.test("toPeer accepts passwords from another machine over TLS only", () => {
  assertEquals(peer("10.0.0.8", "10.0.0.7"), {
    host: "10.0.0.8",
    address: "10.0.0.8",
    isPrivate: false,
  });
  assertEquals(peer("fe80::1", "::1"), {
    host: "fe80:0:0:0::/64",
    address: "fe80:0:0:0::/64",
    isPrivate: false,
  });
  assertEquals(peer("10.0.0.8", "10.0.0.7", true), {
    host: "10.0.0.8",
    address: "10.0.0.8",
    isPrivate: true,
  });
});
