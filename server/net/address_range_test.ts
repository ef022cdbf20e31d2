import { assertEquals } from "@std/assert";
import { isInRanges, readRange } from "./address_range.ts";

function isIn(address: string, ...ranges: string[]): boolean {
  return isInRanges(address, ranges.map((text) => readRange(text)!));
}

Deno.test("isInRanges compares the bits of the network", () => {
  for (
    const [address, range, expected] of [
      ["10.1.2.3", "10.0.0.0/8", true],
      ["11.1.2.3", "10.0.0.0/8", false],
      ["10.1.2.3", "10.1.2.3", true],
      ["10.1.2.4", "10.1.2.3", false],
      ["10.1.2.3", "0.0.0.0/0", true],
      ["2001:db8::1", "0.0.0.0/0", false],
      ["2001:db8:0:7::9", "2001:db8::/32", true],
      ["2001:db9::", "2001:db8::/32", false],
      ["2001:0DB8::1", "2001:db8::1", true],
      ["fe80::1%eth0", "fe80::/10", true],
      ["192.0.2.129", "192.0.2.128/25", true],
      ["192.0.2.127", "192.0.2.128/25", false],
      // A network is its first bits, whatever follows them.
      ["192.0.2.130", "192.0.2.129/25", true],
    ] as const
  ) {
    assertEquals(isIn(address, range), expected, `${address} in ${range}`);
  }
  assertEquals(isIn("10.0.0.1"), false);
  assertEquals(isIn("10.0.0.1", "::1", "10.0.0.1"), true);
});

Deno.test("isInRanges treats IPv4 addresses written as IPv6 as IPv4", () => {
  for (const address of ["10.1.2.3", "::ffff:10.1.2.3", "::FFFF:a01:203"]) {
    for (const range of ["10.0.0.0/8", "::ffff:10.0.0.0/104", "::ffff:a01:203", "::/0"]) {
      assertEquals(isIn(address, range), true, `${address} in ${range}`);
    }
  }
});

Deno.test("readRange refuses what is neither an address nor a network", () => {
  for (
    const text of [
      "",
      "localhost",
      "10.0.0",
      "10.0.0.256",
      "10.0.0.1/33",
      "10.0.0.1/",
      "10.0.0.1/8/8",
      "2001:db8::/129",
      "10.0.0.1:80",
      "*",
    ]
  ) {
    assertEquals(readRange(text), undefined, text);
  }
  assertEquals(isIn("unknown", "::/0"), false);
});
