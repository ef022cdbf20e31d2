import { assert, assertEquals } from "@std/assert";
import { acceptAll, type Acceptor } from "./accept_loop.ts";
import type { ByteStream } from "./byte_stream.ts";

/** Listener whose `accept` follows the test's script. */
function scripted(steps: readonly (Error | ByteStream)[]): Acceptor<ByteStream> {
  const rest = [...steps];
  const accept = () => {
    const step = rest.shift() ?? new Deno.errors.BadResource("closed");
    return step instanceof Error ? Promise.reject(step) : Promise.resolve(step);
  };
  return { accept };
}

Deno.test("acceptAll survives resets and a lack of descriptors", async () => {
  const first = {} as ByteStream;
  const second = {} as ByteStream;
  const accepted: ByteStream[] = [];
  const errors: string[] = [];
  await acceptAll(
    scripted([
      new Deno.errors.NotConnected("os error 107"),
      first,
      new Error("Too many open files (os error 24)"),
      new Error("Too many open files (os error 24)"),
      second,
      new Deno.errors.ConnectionReset("os error 104"),
    ]),
    (conn) => accepted.push(conn),
    (error) => errors.push(error.message),
  );
  assertEquals(accepted, [first, second]);
  assertEquals(errors, ["Too many open files (os error 24)"]);
});

Deno.test("acceptAll backs off while it cannot accept and ends when closed", async () => {
  const full = () => new Error("Too many open files (os error 24)");
  const errors: string[] = [];
  const begun = performance.now();
  await acceptAll(
    scripted([full(), full(), full(), full(), new Deno.errors.Interrupted("closed")]),
    () => {},
    (error) => errors.push(error.message),
  );
  // 10, 20, 40 and 80 ms: a lower bound, so a slow machine cannot fail it.
  assert(performance.now() - begun >= 140);
  assertEquals(errors.length, 1);
});
