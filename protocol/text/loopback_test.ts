import { assertEquals } from "@std/assert";
import { isLoopback, isLoopbackHost } from "./loopback.ts";

Deno.test("isLoopback accepts loopback addresses in every spelling only", () => {
  const own = ["127.0.0.1", "127.8.0.1", "::1", "::ffff:127.0.0.1"];
  const others = ["128.0.0.1", "::2", "::ffff:10.0.0.1", "fe80::1", "1127.0.0.1"];
  assertEquals([...own, ...others].map(isLoopback), [
    ...own.map(() => true),
    ...others.map(() => false),
  ]);
});

Deno.test("isLoopbackHost accepts the names that a machine has for itself only", () => {
  const own = ["localhost", "127.0.0.1", "127.8.0.1", "[::1]"];
  const others = ["127.example.org", "127.0.0.1.example.org", "localhost.example.org", "[::2]"];
  assertEquals([...own, ...others].map(isLoopbackHost), [
    ...own.map(() => true),
    ...others.map(() => false),
  ]);
});
