import { assert, assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { testWith } from "./support/needs.ts";
import { run } from "./support/program.ts";
import { sendLine } from "./support/send_line.ts";
import { startServer } from "./support/server.ts";

testWith(
  ["unix", "openssl"],
  "chat cert makes files for serve and connect and overwrites none",
  async () => {
    const parent = await Deno.makeTempDir();
    const out = `${parent}/tls`;
    const cert = (...args: string[]) => run(["cert", "--out", out, ...args]);
    const made = await cert("--host", "sala.test", "--host", "192.168.1.10");
    assertEquals([made.code, made.stderr], [0, ""]);
    assertMatch(made.stdout, /server\.pem, até \d\d\/\d\d\/\d{4}, para sala\.test/);
    for (const words of ["chat serve --host 0.0.0.0 --tls-cert", "chat connect --host sala.test"]) {
      assertStringIncludes(made.stdout, words);
    }
    for (const [name, mode] of [["ca-key.pem", 0o600], ["server-key.pem", 0o600]] as const) {
      assertEquals((await Deno.stat(`${out}/${name}`)).mode! & 0o777, mode, name);
    }
    const openssl = async (...args: string[]) => {
      const { success, stdout } = await new Deno.Command("openssl", { args, cwd: out }).output();
      assert(success);
      return new TextDecoder().decode(stdout);
    };
    const purpose = ["-purpose", "sslserver", "-x509_strict"];
    await openssl("verify", ...purpose, "-CAfile", "ca.pem", "server.pem");
    const names = await openssl("x509", "-in", "server.pem", "-noout", "-ext", "subjectAltName");
    for (const name of ["DNS:sala.test", "192.168.1.10", "DNS:localhost", "127.0.0.1"]) {
      assertStringIncludes(names, name);
    }

    const before = await Deno.readTextFile(`${out}/server.pem`);
    const ca = await Deno.readTextFile(`${out}/ca.pem`);
    const again = await cert("--host", "sala.test");
    assertEquals([again.code, again.stdout], [1, ""]);
    assertMatch(again.stderr, /^chat: [^\n]*server-key\.pem já existe[^\n]*--force[^\n]*\n$/);
    assertEquals(await Deno.readTextFile(`${out}/server.pem`), before);
    const forced = await cert("--host", "outra.test", "--force");
    assertEquals([forced.code, forced.stderr], [0, ""]);
    assertEquals(await Deno.readTextFile(`${out}/ca.pem`), ca);
    await openssl("verify", ...purpose, "-CAfile", "ca.pem", "server.pem");

    const files = ["--tls-cert", `${out}/server.pem`, "--tls-key", `${out}/server-key.pem`];
    await using server = await startServer({ args: files });
    const flags = ["--tls", "--ca", `${out}/ca.pem`];
    assertEquals((await sendLine(server, [...flags, "--server-name", "outra.test"])).code, 0);
    await Deno.remove(`${out}/ca-key.pem`);
    const half = await cert("--host", "sala.test", "--force");
    assertEquals(half.code, 1);
    assertStringIncludes(half.stderr, "ca-key.pem");
    await Deno.remove(parent, { recursive: true });
  },
);

Deno.test("chat cert refuses invalid names and addresses", async () => {
  for (const [args, named] of [[[], "--host"], [["--host", "a b"], "'a b'"]] as const) {
    const { code, stdout, stderr } = await run(["cert", ...args]);
    assertEquals([code, stdout], [2, ""]);
    assertMatch(stderr, /^chat: [^\n]+\n$/);
    assertStringIncludes(stderr, named);
  }
});
