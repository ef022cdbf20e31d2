import { assert, assertEquals, assertThrows } from "@std/assert";
import { natsServers } from "./nats_servers.ts";

Deno.test("natsServers reads hosts, users, tokens and TLS from URLs", () => {
  const cases: [string, Omit<ReturnType<typeof natsServers>, "tls"> & { readonly tls?: true }][] = [
    ["nats://10.0.0.5:4222", { servers: ["10.0.0.5:4222"] }],
    ["nats://a,nats://b:5000", { servers: ["a", "b:5000"] }],
    ["a.example:4222", { servers: ["a.example:4222"] }],
    ["nats://[::1]:4222", { servers: ["[::1]:4222"] }],
    ["nats://ana:p%40ss%2Fword@h:1", { servers: ["h:1"], user: "ana", pass: "p@ss/word" }],
    ["nats://s3cret@h", { servers: ["h"], token: "s3cret" }],
    ["tls://ana:x@h,tls://i", { servers: ["h", "i"], user: "ana", pass: "x", tls: true }],
  ];
  for (const [location, expected] of cases) {
    const { tls, ...given } = natsServers({ location });
    assertEquals({ ...given, ...(tls && { tls: true }) }, expected);
  }
});

Deno.test("natsServers refuses other URLs without printing their passwords", () => {
  for (const location of ["http://u:hidden@h", "nats://", "nats://u:hidden@", "nats://h:x"]) {
    const error = assertThrows(() => natsServers({ location }), TypeError);
    assert(!error.message.includes("hidden"));
  }
});

Deno.test("natsServers uses TLS with a given authority and prefers credentials", () => {
  const location = "nats://ana:x@h";
  assertEquals(natsServers({ location, ca: "PEM" }).tls?.ca, "PEM");
  const error = assertThrows(() => natsServers({ location, credentials: "hidden" }), TypeError);
  assert(!error.message.includes("hidden"));
});
