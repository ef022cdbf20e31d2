import { assert, assertEquals } from "@std/assert";
import { concat } from "@std/bytes/concat";
import { parseProxyHeader, type ProxyHeader } from "./proxy_header.ts";

const encoder = new TextEncoder();
const SIGNATURE = encoder.encode("\r\n\r\n\0\r\nQUIT\n");

function v2(command: number, family: number, rest: readonly number[], length = rest.length) {
  const header = [command, family, length >> 8, length & 0xff, ...rest];
  return concat([SIGNATURE, new Uint8Array(header)]);
}

const IPV4 = [203, 0, 113, 7, 192, 0, 2, 1, 0x12, 0x67, 0x30, 0x39];
const IPV6 = [
  ...[0x20, 0x01, 0x0d, 0xb8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 7],
  ...[0x20, 0x01, 0x0d, 0xb8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1],
  ...[0x12, 0x67, 0x30, 0x39],
];
const MAPPED = [...new Array(10).fill(0), 255, 255, 203, 0, 113, 7, ...IPV6.slice(16)];
/** A TLV: PP2_TYPE_NOOP with three bytes. */
const TLV = [4, 0, 3, 1, 2, 3];

const VALID: readonly (readonly [header: Uint8Array | string, source: string | undefined])[] = [
  ["PROXY TCP4 203.0.113.7 192.0.2.1 4711 12345\r\n", "203.0.113.7 4711"],
  ["PROXY TCP6 2001:DB8::7 2001:db8::1 4711 12345\r\n", "2001:db8::7 4711"],
  ["PROXY TCP6 ::ffff:203.0.113.7 ::ffff:192.0.2.1 0 65535\r\n", "203.0.113.7 0"],
  [
    `PROXY TCP6 ${"ffff:".repeat(7)}ffff ${"ffff:".repeat(7)}ffff 65535 65535\r\n`,
    [
      `${"ffff:".repeat(7)}ffff`,
      "65535",
    ].join(" "),
  ],
  ["PROXY UNKNOWN\r\n", undefined],
  [`PROXY UNKNOWN ${"ffff:".repeat(7)}ffff ${"ffff:".repeat(7)}ffff 65535 65535\r\n`, undefined],
  ["PROXY UNKNOWN whatever it says\r\n", undefined],
  [v2(0x21, 0x11, IPV4), "203.0.113.7 4711"],
  [v2(0x21, 0x11, [...IPV4, ...TLV]), "203.0.113.7 4711"],
  [v2(0x21, 0x21, IPV6), "2001:db8::7 4711"],
  [v2(0x21, 0x21, [...IPV6, ...TLV]), "2001:db8::7 4711"],
  [v2(0x21, 0x21, MAPPED), "203.0.113.7 4711"],
  // LOCAL, and what has no address of the internet: UNSPEC, a Unix socket.
  [v2(0x20, 0x00, []), undefined],
  [v2(0x20, 0x11, IPV4), undefined],
  [v2(0x21, 0x00, TLV), undefined],
  [v2(0x21, 0x31, new Array(216).fill(0x2f)), undefined],
];

Deno.test("parseProxyHeader reads both versions, wherever cut and whatever follows", () => {
  for (const [given, expected] of VALID) {
    const header = typeof given === "string" ? encoder.encode(given) : given;
    for (let end = 0; end < header.length; end++) {
      assertEquals(parseProxyHeader(header.subarray(0, end)), undefined, `${given} until ${end}`);
    }
    for (const rest of ["", "\0\0\0\x05Alice", "PROXY TCP4 1.1.1.1 1.1.1.1 1 1\r\n"]) {
      const { length, source } = parseProxyHeader(
        concat([header, encoder.encode(rest)]),
      ) as ProxyHeader;
      assertEquals(length, header.length);
      assertEquals(source && `${source.hostname} ${source.port}`, expected, `${given}`);
    }
  }
});

const INVALID: readonly (Uint8Array | string)[] = [
  "GET / HTTP/1.1\r\n",
  "\0\0\0\x05Alice",
  "proxy TCP4 203.0.113.7 192.0.2.1 4711 12345\r\n",
  "PROXY  TCP4 203.0.113.7 192.0.2.1 4711 12345\r\n",
  "PROXY TCP4\r\n",
  "PROXY TCP5 203.0.113.7 192.0.2.1 4711 12345\r\n",
  "PROXY UDP4 203.0.113.7 192.0.2.1 4711 12345\r\n",
  "PROXY TCP4 2001:db8::7 192.0.2.1 4711 12345\r\n",
  "PROXY TCP6 203.0.113.7 2001:db8::1 4711 12345\r\n",
  "PROXY TCP4 203.0.113.256 192.0.2.1 4711 12345\r\n",
  "PROXY TCP4 203.0.113.7 x 4711 12345\r\n",
  "PROXY TCP4 203.0.113.7/8 192.0.2.1 4711 12345\r\n",
  "PROXY TCP4 203.0.113.7 192.0.2.1 04711 12345\r\n",
  "PROXY TCP4 203.0.113.7 192.0.2.1 4711 65536\r\n",
  "PROXY TCP4 203.0.113.7 192.0.2.1 -1 12345\r\n",
  "PROXY TCP4 203.0.113.7 192.0.2.1 4711\r\n",
  "PROXY TCP4 203.0.113.7 192.0.2.1 4711 12345 x\r\n",
  `PROXY UNKNOWN ${"x".repeat(100)}\r\n`,
  `PROXY TCP4 ${"1".repeat(200)}`,
  // Another version, another command, UDP, addresses that do not fit, a length that is too large.
  v2(0x11, 0x11, IPV4),
  v2(0x22, 0x11, IPV4),
  v2(0x21, 0x12, IPV4),
  v2(0x21, 0x41, IPV4),
  v2(0x21, 0x11, IPV4.slice(1)),
  v2(0x21, 0x21, IPV6.slice(1)),
  v2(0x21, 0x31, new Array(215).fill(0)),
  v2(0x21, 0x11, IPV4, 4 * 1024),
  v2(0x20, 0x00, [], 0xffff),
];

Deno.test("parseProxyHeader refuses bytes that are no header, and quotes them", () => {
  for (const given of INVALID) {
    const bytes = typeof given === "string" ? encoder.encode(given) : given;
    const parsed = parseProxyHeader(bytes);
    assert(parsed !== undefined && "bad" in parsed, JSON.stringify(given));
    // The reason is one line of the log.
    assert(/^"[\x20-\x7e\xa0-\xff…]*"$/.test(parsed.bad) && parsed.bad.length < 400, parsed.bad);
  }
});
