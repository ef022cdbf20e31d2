import { assertEquals, assertMatch, assertRejects } from "@std/assert";
import { BusyError, MAX_WAITING_PER_ADDRESS } from "../collections/work_queue.ts";
import { isOutdated, MAX_RUNNING, Passwords } from "./passwords.ts";

Deno.test("Passwords stores cost and salt with the hash and verifies passwords", async () => {
  const passwords = new Passwords();
  const stored = await passwords.hash("maçã verde");
  assertMatch(stored, /^\$scrypt\$ln=15,r=8,p=3\$[A-Za-z0-9+/]{22}\$[A-Za-z0-9+/]{43}$/);
  assertEquals(await passwords.verify("maçã verde", stored), true);
  // The same letters in decomposed form.
  assertEquals(await passwords.verify("maçã verde".normalize("NFD"), stored), true);
  assertEquals(await passwords.verify("maça verde", stored), false);
  assertEquals(await passwords.verify("maçã verde", undefined), false);
  assertEquals(await passwords.hash("maçã verde") === stored, false);
});

Deno.test("Passwords verifies hashes of another cost and reports them as outdated", async () => {
  // Made by Python: hashlib.scrypt(b"segredo-antigo", salt=bytes(16), n=2**10, r=8, p=1, dklen=32)
  const stored =
    "$scrypt$ln=10,r=8,p=1$AAAAAAAAAAAAAAAAAAAAAA$zLRdv0jWc08MfSQsrSup7F7yleLE+QNz1h8vZ//duaU";
  const passwords = new Passwords();
  assertEquals(await passwords.verify("segredo-antigo", stored), true);
  assertEquals(await passwords.verify("segredo-novo", stored), false);
  assertEquals([isOutdated(stored), isOutdated(await passwords.hash("x"))], [true, false]);
});

Deno.test("Passwords bounds the queue of an address and still serves others", async () => {
  const passwords = new Passwords();
  const from = (address: string, identity: number) => ({
    session: { isEnded: false },
    identity,
    address,
  });
  const order: string[] = [];
  const hash = (address: string, identity: number) =>
    passwords.hash("segredo", from(address, identity)).then(() => order.push(address));
  const count = MAX_RUNNING + MAX_WAITING_PER_ADDRESS;
  const taken = Array.from({ length: count }, (_, index) => hash("10.0.0.7", index));
  await assertRejects(() => hash("10.0.0.7", count), BusyError, "16 ≥ 16");
  taken.push(hash("10.0.0.8", 0));
  await Promise.all(taken);
  // It waits for the two that were running, and for one that was queued before.
  assertEquals(order.indexOf("10.0.0.8") <= 4, true, order.join());
  assertMatch(await passwords.hash("segredo", from("10.0.0.7", 0)), /^\$scrypt/);
});
