import { assertEquals } from "@std/assert";
import { inTurns, resolveHost } from "./resolve_host.ts";

Deno.test("inTurns alternates between the families, beginning with the first", () => {
  const order = (...found: string[]) =>
    inTurns(found.map((address) => ({ address, family: address.includes(":") ? 6 : 4 })));
  assertEquals(order("::1", "::2", "::3", "1.1.1.1"), ["::1", "1.1.1.1", "::2", "::3"]);
  assertEquals(order("1.1.1.1", "2.2.2.2", "::1"), ["1.1.1.1", "::1", "2.2.2.2"]);
  assertEquals(order("1.1.1.1", "::1", "::2", "::3"), ["1.1.1.1", "::1", "::2", "::3"]);
  assertEquals(order(), []);
});

Deno.test("resolveHost returns addresses and unknown names as they are", async () => {
  assertEquals(await resolveHost("::1"), ["::1"]);
  assertEquals(await resolveHost("fe80::1%eth0"), ["fe80::1%eth0"]);
  assertEquals(await resolveHost("127.0.0.1"), ["127.0.0.1"]);
  assertEquals(await resolveHost("no.such.host.invalid"), ["no.such.host.invalid"]);
  assertEquals(await resolveHost("LOCALHOST"), ["127.0.0.1", "::1"]);
});
