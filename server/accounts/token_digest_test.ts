import { assertEquals } from "@std/assert";
import { createHash } from "node:crypto";
import { digestOf } from "./token_digest.ts";

Deno.test("digestOf returns the SHA-256 of a token, of the first ones as of later ones", async () => {
  const tokens = Array.from({ length: 300 }, () => crypto.randomUUID());
  const expected = tokens.map((token) => createHash("sha256").update(token).digest("base64url"));
  assertEquals(await Promise.all(tokens.map(digestOf)), expected);
});
