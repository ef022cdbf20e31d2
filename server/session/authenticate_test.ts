import { assertEquals } from "@std/assert";
import { HERE, Person, TestHub } from "../testing/test_hub.ts";
import { admit } from "./authenticate.ts";

const PASSWORD = "cavalo certo";
const ELSEWHERE = { address: "10.0.0.8", host: "10.0.0.8", isPrivate: false };

Deno.test("admit asks nobody for a password that others could read", async () => {
  await using hub = new TestHub();
  const outcome = await hub.accounts.register("Ana", PASSWORD, HERE, "d");
  const account = "account" in outcome ? outcome.account.id : "";
  const code = async (peer: typeof HERE, password?: string) => {
    const hello = { type: "hello", name: "ana", version: 1 } as const;
    const given = password === undefined ? hello : { ...hello, password };
    const admission = await admit(hub, given, { peer, digest: "d" });
    return "code" in admission ? admission.code : admission.account;
  };
  assertEquals(await code(HERE), "password_required");
  assertEquals(await code(ELSEWHERE), "not_encrypted");
  assertEquals(await code(ELSEWHERE, PASSWORD), "not_encrypted");
  assertEquals(await code(HERE, PASSWORD), account);
});

Deno.test("admit lets a client that comes back take its own place without a password", async () => {
  await using hub = new TestHub();
  const outcome = await hub.accounts.register("Ana", PASSWORD, HERE, "d");
  const account = "account" in outcome ? outcome.account.id : "";
  new Person(hub, "Ana", undefined, { identity: "digest", account }).enter();
  const hello = { type: "hello", name: "Ana", version: 1 } as const;
  const own = await admit(hub, hello, { peer: HERE, digest: "digest" });
  assertEquals(own, { name: "Ana", account, revision: 1 });
  const other = await admit(hub, hello, { peer: HERE, digest: "other" });
  assertEquals("code" in other && other.code, "password_required");
});
