import { assertEquals } from "@std/assert";
import { LOOPBACK_PEER, TestHub, TestMember } from "../testing/test_hub.ts";
import { authenticate } from "./authenticate.ts";

const PASSWORD = "cavalo certo";
const REMOTE_PEER = { address: "10.0.0.8", host: "10.0.0.8", isPrivate: false };

Deno.test("authenticate asks for no password on an unencrypted connection", async () => {
  await using hub = new TestHub();
  const accountResult = await hub.accounts.register("Ana", PASSWORD, LOOPBACK_PEER, "d");
  const account = "account" in accountResult ? accountResult.account.id : "";
  const code = async (peer: typeof LOOPBACK_PEER, password?: string) => {
    const hello = { type: "hello", name: "ana", version: 1 } as const;
    const given = password === undefined ? hello : { ...hello, password };
    const admission = await authenticate(hub, given, { peer, digest: "d" });
    return "code" in admission ? admission.code : admission.account;
  };
  assertEquals(await code(LOOPBACK_PEER), "password_required");
  assertEquals(await code(REMOTE_PEER), "tls_required");
  assertEquals(await code(REMOTE_PEER, PASSWORD), "tls_required");
  assertEquals(await code(LOOPBACK_PEER, PASSWORD), account);
});

Deno.test("authenticate resumes a session without a password", async () => {
  await using hub = new TestHub();
  const accountResult = await hub.accounts.register("Ana", PASSWORD, LOOPBACK_PEER, "d");
  const account = "account" in accountResult ? accountResult.account.id : "";
  new TestMember(hub, "Ana", undefined, { identity: "digest", account }).enter();
  const hello = { type: "hello", name: "Ana", version: 1 } as const;
  const own = await authenticate(hub, hello, { peer: LOOPBACK_PEER, digest: "digest" });
  assertEquals(own, { name: "Ana", account, revision: 1, registrant: "d" });
  const other = await authenticate(hub, hello, { peer: LOOPBACK_PEER, digest: "other" });
  assertEquals("code" in other && other.code, "password_required");
});
