import { assertEquals, assertRejects, assertThrows } from "@std/assert";
import { showAddress } from "../../cli/address.ts";
import { Candidates, readAddresses } from "./addresses.ts";
import type { Transport } from "./transport.ts";

Deno.test("readAddresses reads names and addresses with and without ports", () => {
  const read = (given: string) => readAddresses(given, 12345).map(showAddress);
  assertEquals(read("a.example"), ["a.example:12345"]);
  assertEquals(read("a,b:1"), ["a:12345", "b:1"]);
  assertEquals(read("10.0.0.1:4000,::1,[::1]:4000,[fe80::1%eth0]"), [
    "10.0.0.1:4000",
    "[::1]:12345",
    "[::1]:4000",
    "[fe80::1%eth0]:12345",
  ]);
  for (const wrong of ["", "a,", "a:", "a:0", "a:65536", "[a", "a]:1", "[]:1", "a:b"]) {
    assertThrows(() => read(wrong), TypeError, "HOST", wrong);
  }
});

Deno.test("Candidates tries the servers in turn, each time starting with another", async () => {
  const tried: string[] = [];
  let alive = "ab";
  const transport: Transport = {
    peer: { address: "", isPrivate: false },
    frames: new ReadableStream(),
    send: () => Promise.resolve(),
    close: () => {},
  };
  const candidates = new Candidates(
    ["a", "b", "c"].map((address) => ({
      address,
      dial: () => {
        tried.push(address);
        return alive.includes(address)
          ? Promise.resolve(transport)
          : Promise.reject(new Error(address));
      },
    })),
    () => 0.5,
  );
  assertEquals(await candidates.dial(), transport);
  assertEquals(candidates.address, "b");
  assertEquals(await candidates.dial(), transport);
  assertEquals([candidates.address, tried.splice(0)], ["a", ["b", "c", "a"]]);
  alive = "";
  await assertRejects(() => candidates.dial(), AggregateError, "b; c; a");
  assertEquals(tried, ["b", "c", "a"]);
});
