import { assertEquals } from "@std/assert";
import { addressKey } from "./address.ts";

Deno.test("addressKey returns one key per IPv6 network, however it is written", () => {
  const same = [
    "2001:db8:0:7::1",
    "2001:db8:0:7:1:2:3:4",
    "2001:0DB8:0:07::",
    "2001:db8::7:0:0:0:9",
  ];
  assertEquals(same.map(addressKey), same.map(() => "2001:db8:0:7::/64"));
  assertEquals(addressKey("2001:db8:0:8::1"), "2001:db8:0:8::/64");
  assertEquals(addressKey("fe80::1%eth0"), "fe80:0:0:0::/64");
  assertEquals(addressKey("::1"), "0:0:0:0::/64");
});

Deno.test("addressKey tells IPv4 addresses apart, also mapped into IPv6", () => {
  const addresses = ["203.0.113.7", "::ffff:203.0.113.7", "::FFFF:203.0.113.8"];
  assertEquals(addresses.map(addressKey), ["203.0.113.7", "203.0.113.7", "203.0.113.8"]);
});
