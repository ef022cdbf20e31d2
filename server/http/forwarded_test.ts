import { assert, assertEquals } from "@std/assert";
import { readRange } from "../net/address_range.ts";
import { forwardedFor } from "./forwarded.ts";

const TRUSTED = ["10.0.0.0/8", "2001:db8:f::/48", "127.0.0.1"].map((text) => readRange(text)!);

/** The client by the headers: its address, `undefined`, or `bad` and why. */
function clientOf(headers: Record<string, string>): string | undefined {
  const forwarded = forwardedFor(new Map(Object.entries(headers)), TRUSTED);
  if ("bad" in forwarded) return `bad ${forwarded.bad}`;
  return forwarded.client && `${forwarded.client.hostname} ${forwarded.client.port}`;
}

Deno.test("forwardedFor takes the rightmost address that is no trusted proxy", () => {
  for (
    const [value, expected] of [
      ["203.0.113.7", "203.0.113.7 0"],
      ["198.51.100.1, 203.0.113.7", "203.0.113.7 0"],
      ["198.51.100.1,203.0.113.7,10.1.1.1, 10.2.2.2", "203.0.113.7 0"],
      ["rubbish, <script>, 203.0.113.7", "203.0.113.7 0"],
      ["unknown, 203.0.113.7, 10.1.1.1", "203.0.113.7 0"],
      ["203.0.113.7:4711", "203.0.113.7 4711"],
      ["2001:db8::7", "2001:db8::7 0"],
      ["[2001:DB8::7]", "2001:db8::7 0"],
      ["[2001:db8::7]:4711, [2001:db8:f::1]:80", "2001:db8::7 4711"],
      ["::ffff:203.0.113.7, ::ffff:10.0.0.1", "203.0.113.7 0"],
      // All are proxies: the first one asks for itself.
      ["10.1.1.1, 10.2.2.2", "10.1.1.1 0"],
      ["203.0.113.7, unknown", undefined],
    ] as const
  ) {
    assertEquals(clientOf({ "x-forwarded-for": value }), expected, value);
  }
});

Deno.test("forwardedFor reads Forwarded as RFC 7239 has it", () => {
  for (
    const [value, expected] of [
      ["for=203.0.113.7", "203.0.113.7 0"],
      ["For=203.0.113.7;proto=http;by=10.0.0.1", "203.0.113.7 0"],
      ['for=198.51.100.1, proto=https;for="203.0.113.7:4711"', "203.0.113.7 4711"],
      ['for="[2001:db8::7]:4711";by="a;b,c"', "2001:db8::7 4711"],
      ['for="\\2\\03.0.113.7", for=10.0.0.1', "203.0.113.7 0"],
      ["for=203.0.113.7, for=unknown", undefined],
      ["for=203.0.113.7, for=_hidden", undefined],
      ['for=203.0.113.7, for="_hidden:_port"', undefined],
      ["for=203.0.113.7, by=10.0.0.1", undefined],
    ] as const
  ) {
    assertEquals(clientOf({ forwarded: value }), expected, value);
  }
});

Deno.test("forwardedFor refuses what names no address, and shows it", () => {
  const bad = ["", "x", "203.0.113.7,", "203.0.113.256", "[203.0.113.7]", "2001:db8::7:80:x"];
  const values = [...bad, "203.0.113.7:65536", "203.0.113.7/8", "[2001:db8::7", "a\tb\u0080"];
  for (const value of values) {
    const shown = clientOf({ "x-forwarded-for": value });
    assert(shown?.startsWith("bad x-forwarded-for: "), `${value}: ${shown}`);
  }
  for (
    const value of [
      "",
      "203.0.113.7",
      "for=",
      "for=[2001:db8::7]",
      'for="203.0.113.7',
      "for=203.0.113.7;for=203.0.113.8",
      "for=2001:db8::7",
      // A client's open quote must not swallow what the proxy adds.
      'for=198.51.100.1;x=", for="[2001:db8::7]:80"',
      'for=198.51.100.1;x="\\, for="203.0.113.7";by="_b"',
    ]
  ) {
    const shown = clientOf({ forwarded: value });
    assert(shown?.startsWith("bad forwarded: "), `${value}: ${shown}`);
  }
  assert(clientOf({ "x-forwarded-for": "x".repeat(16_000) })!.length < 500);
});

Deno.test("forwardedFor believes two headers only if they agree", () => {
  const agree = {
    forwarded: "for=203.0.113.7;proto=https",
    "x-forwarded-for": "1.1.1.1, 203.0.113.7",
  };
  assertEquals(clientOf(agree), "203.0.113.7 0");
  // A proxy that sets X-Forwarded-For passes on a client's Forwarded.
  const spoofed = { forwarded: "for=198.51.100.1", "x-forwarded-for": "203.0.113.7" };
  assert(clientOf(spoofed)?.startsWith("bad "));
  assertEquals(clientOf({}), undefined);
});
