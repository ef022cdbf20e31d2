import { assertEquals } from "@std/assert";
import { readOrigin, showOrigin } from "./origin.ts";

/** Normalized form of an origin. */
function compared(text: string): string | undefined {
  const origin = readOrigin(text);
  return origin && showOrigin(origin);
}

Deno.test("readOrigin normalizes every spelling of an origin", () => {
  for (
    const [text, expected] of [
      ["https://chat.example.org:443", "https://chat.example.org"],
      ["https://chat.example.org:0443", "https://chat.example.org"],
      ["https://chat.example.org:", "https://chat.example.org"],
      ["HTTPS://CHAT.example.org./", "https://chat.example.org"],
      ["http://chat:80", "http://chat"],
      ["http://chat:443", "http://chat:443"],
      ["https://chat:80", "https://chat:80"],
      ["https://maçã.example", "https://xn--ma-tiap.example"],
      ["http://[0:0::1]:80", "http://[::1]"],
      ["http://127.1", "http://127.0.0.1"],
      ["http://localhost.:8080", "http://localhost:8080"],
    ] as const
  ) {
    assertEquals(compared(text), expected, text);
  }
});

Deno.test("readOrigin refuses what is not the origin of a page", () => {
  for (
    const text of [
      "",
      "null",
      "chat.example.org",
      "file://",
      "ftp://chat.example.org",
      "https://",
      "https://a/b",
      "https://ana@chat.example.org",
      "https://chat.example.org?x",
      "https://chat.example.org#x",
      "https://chat.example.org\\x",
      "https://chat .example.org",
      "https://chat:65536",
      "https://256.1.1.1",
      `https://${"a".repeat(300)}`,
    ]
  ) {
    assertEquals(compared(text), undefined, text);
  }
});
