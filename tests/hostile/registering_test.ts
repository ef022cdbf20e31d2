import { assert, assertEquals } from "@std/assert";
import { testWithAccounts } from "../support/account_fixture.ts";
import { PASSWORD } from "../support/moderation_fixture.ts";
import { Peer } from "../support/peer.ts";
import { codeOf } from "../support/requests.ts";
import { NO_TIMEOUT, startServer } from "../support/server.ts";
import { startProcess } from "../support/server_process.ts";

testWithAccounts(
  "guest names cannot be registered in any language or disguise",
  async (fixture) => {
    for (const name of ["convidado-7", "guest-7", "Guest-l"]) {
      await using peer = await Peer.json(fixture.server, name);
      assertEquals(await codeOf(peer, { type: "register", password: PASSWORD }), "bad_name");
    }
  },
);

Deno.test("a guest cannot register again and again by logging out", async () => {
  await using server = await startServer({ args: NO_TIMEOUT });
  await using peer = await Peer.json(server, "Ana");
  const codes: string[] = [];
  for (const name of ["Bia", "Caio", "Davi", "Eva"]) {
    await codeOf(peer, { type: "rename", name });
    codes.push(await codeOf(peer, { type: "register", password: PASSWORD }));
    await codeOf(peer, { type: "logout" });
  }
  assertEquals(codes, ["registered", "registered", "registered", "too_fast"]);
});

Deno.test("registrations count by address, failed ones do not", async () => {
  await using server = await startProcess({
    args: [...NO_TIMEOUT, "--limit-loopback", "--max-registrations", "2"],
  });
  const register = async (name: string, password = PASSWORD) => {
    await using peer = await Peer.json(server, name);
    return await codeOf(peer, { type: "register", password });
  };
  assertEquals(await register("Ana", "curta"), "bad_password");
  assertEquals(await register("Ana"), "registered");
  assertEquals(await register("Bia"), "registered");
  assertEquals(await register("Caio"), "too_fast");
  await using text = await Peer.text(server, "Davi");
  await text.send(`/register ${PASSWORD}`);
  assert((await text.next()).startsWith("[ERRO] "));
});
