import { assertEquals } from "@std/assert";
import { parseRequest } from "./request.ts";

const encoder = new TextEncoder();

function parse(...lines: readonly string[]): ReturnType<typeof parseRequest> {
  return parseRequest(encoder.encode(["GET / HTTP/1.1", "Host: a", ...lines].join("\r\n")));
}

Deno.test("parseRequest trims the values of headers", () => {
  const request = parse("X-One: \t a b \t", "X-Two:", "X-Three:c");
  assertEquals("headers" in request && [...request.headers], [
    ["host", "a"],
    ["x-one", "a b"],
    ["x-two", ""],
    ["x-three", "c"],
  ]);
});

Deno.test("parseRequest refuses a control character after any amount of space", () => {
  for (const space of ["", " ", " \t".repeat(8_000)]) {
    assertEquals(parse(`X:${space}\x01`), { status: 400 });
    assertEquals(parse(`X${space && ` ${space}`}\x01: a`), { status: 400 });
  }
});
