import { assert, assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { TestCertificates } from "./support/certificates.ts";
import { testWith } from "./support/needs.ts";
import { testOverTransports } from "./support/over_transports.ts";
import { Peer } from "./support/peer.ts";
import { countDescriptors } from "./support/process_usage.ts";
import { type ProgramResult, run } from "./support/program.ts";
import { sendLine } from "./support/send_line.ts";
import { startServer, type TestServer } from "./support/server.ts";
import { waitUntil } from "./support/wait_until.ts";

/** Checks that the client could not connect and said why in one line. */
function assertRefused({ code, stdout, stderr }: ProgramResult, reason: string): void {
  assertEquals([code, stdout], [1, ""], stderr);
  assertMatch(stderr, /^chat: Não foi possível conectar a [^\n]*\n$/);
  assertStringIncludes(stderr, reason);
}

/** Waits until a server has no more open descriptors than before. */
async function releases(server: TestServer, before: number): Promise<void> {
  await waitUntil(
    () => countDescriptors(server.pid) <= before,
    () => `${before} descriptors; there are ${countDescriptors(server.pid)}`,
  );
}

Deno.test("messages arrive over TLS from this client and from others", async () => {
  await using tls = await TestCertificates.make({ hosts: ["sala.test", "127.0.0.1"] });
  await using server = await startServer({ tls });
  await using alice = await Peer.text(server, "Alice");
  const ca = tls.file("ca.pem");
  for (const flags of [[], ["--server-name", "sala.test"]]) {
    const { code, stderr } = await sendLine(server, ["--tls", "--ca", ca, ...flags]);
    assertEquals([code, stderr], [0, ""]);
    assertEquals(await alice.next(), "[#geral] bot: oi");
  }
});

Deno.test("a server with another certificate is refused in a helpful line", async (t) => {
  await using tls = await TestCertificates.make();
  await using server = await startServer({ tls });
  const ca = ["--ca", tls.file("ca.pem")];
  await t.step("an unknown authority", async () => {
    assertRefused(await sendLine(server, ["--tls"]), "--ca");
  });
  await t.step("another authority", async () => {
    await using other = await TestCertificates.make();
    assertRefused(await sendLine(server, ["--tls", "--ca", other.file("ca.pem")]), "ca.pem");
  });
  await t.step("another address", async () => {
    assertRefused(await sendLine(server, ["--tls", ...ca], "localhost"), "não para localhost:");
  });
  await t.step("another name", async () => {
    const outcome = await sendLine(server, ["--tls", ...ca, "--server-name", "outra.test"]);
    assertRefused(outcome, "é para 127.0.0.1, não para outra.test");
  });
  await t.step("an expired certificate", async () => {
    await using old = await TestCertificates.make({ age: 1 });
    await using server = await startServer({ tls: old });
    assertRefused(await sendLine(server, ["--tls", "--ca", old.file("ca.pem")]), "venceu");
  });
  await t.step("TLS asked of a plain server", async () => {
    await using plain = await startServer();
    assertRefused(await sendLine(plain, ["--tls", ...ca]), "remova --tls");
  });
  await t.step("a plain client at a TLS server", async () => {
    assertRefused(await sendLine(server, []), "acrescente --tls");
    assertRefused(await sendLine(server, ["--json"]), "acrescente --tls");
  });
});

Deno.test("TLS flags that conflict and unusable files are one line", async (t) => {
  await using tls = await TestCertificates.make();
  await using other = await TestCertificates.make();
  const [cert, key, ca] = ["server.pem", "server-key.pem", "ca.pem"].map((name) => tls.file(name));
  const missing = `${tls.directory}/nenhum.pem`;
  const otherKey = other.file("server-key.pem");
  const cases: readonly (readonly [number, readonly string[], readonly string[]])[] = [
    [2, ["serve", "--tls-cert", cert!], ["--tls-key"]],
    [2, ["serve", "--tls-key", key!], ["--tls-cert"]],
    [1, ["serve", "--tls-cert", missing, "--tls-key", key!], [missing]],
    [1, ["serve", "--tls-cert", cert!, "--tls-key", missing], [missing]],
    [1, ["serve", "--tls-cert", key!, "--tls-key", key!], [key!, "CERTIFICATE"]],
    [1, ["serve", "--tls-cert", cert!, "--tls-key", cert!], [cert!, "PRIVATE KEY"]],
    [1, ["serve", "--tls-cert", cert!, "--tls-key", otherKey], [cert!, otherKey]],
    [2, ["connect", "--name", "bot", "--ca", ca!], ["--ca", "--tls"]],
    [2, ["connect", "--name", "bot", "--server-name", "a"], ["--server-name", "--tls"]],
    [1, ["connect", "--name", "bot", "--tls", "--ca", missing], [missing]],
    [1, ["connect", "--name", "bot", "--tls", "--ca", key!], [key!]],
  ];
  for (const [expected, args, named] of cases) {
    await t.step(args.join(" ").replaceAll(/\/\S*\//g, ""), async () => {
      const { code, stdout, stderr } = await run([...args, "--port", "1"]);
      assertEquals([code, stdout], [expected, ""], stderr);
      assertMatch(stderr, /^chat: [^\n]+\n$/);
      assert(!stderr.includes("os error"), stderr);
      for (const name of named) assertStringIncludes(stderr, name);
    });
  }
});

/** Rewrites a file as Windows editors or PowerShell do. */
async function mark(file: string, encoding: "utf-8" | "utf-16"): Promise<string> {
  const text = `\ufeff${(await Deno.readTextFile(file)).replaceAll("\n", "\r\n")}`;
  const units = Uint16Array.from(text, (unit) => unit.charCodeAt(0));
  const marked = `${file}.${encoding}`;
  await Deno.writeFile(
    marked,
    encoding === "utf-8" ? new TextEncoder().encode(text) : new Uint8Array(units.buffer),
  );
  return marked;
}

Deno.test("certificates and keys may begin with a byte order mark", async (t) => {
  await using tls = await TestCertificates.make();
  for (const encoding of ["utf-8", "utf-16"] as const) {
    await t.step(encoding, async () => {
      const [cert, key, ca] = await Promise.all(
        ["server.pem", "server-key.pem", "ca.pem"].map((name) => mark(tls.file(name), encoding)),
      );
      await using server = await startServer({ args: ["--tls-cert", cert!, "--tls-key", key!] });
      const { code, stderr } = await sendLine(server, ["--tls", "--ca", ca!]);
      assertEquals([code, stderr], [0, ""]);
    });
  }
});

testWith("openssl", "encrypted and weak keys and unordered chains are explained", async (t) => {
  await using tls = await TestCertificates.make();
  const openssl = async (...args: string[]) => {
    const { success, stderr } = await new Deno.Command("openssl", { args, cwd: tls.directory })
      .output();
    assert(success, new TextDecoder().decode(stderr));
  };
  const make = (bits: number, ...secret: string[]) =>
    openssl(
      ...["req", "-x509", "-newkey", `rsa:${bits}`, "-subj", "/CN=localhost", ...secret],
      ...["-keyout", `${bits}-key.pem`, "-out", `${bits}.pem`],
    );
  await make(2048, "-passout", "pass:segredo");
  await make(1024, "-nodes");
  await openssl(
    ...["rsa", "-aes128", "-traditional", "-in", "2048-key.pem", "-passin", "pass:segredo"],
    ...["-passout", "pass:segredo", "-out", "old-key.pem"],
  );
  const [ca, own] = await Promise.all(
    ["ca.pem", "server.pem"].map((name) => Deno.readTextFile(tls.file(name))),
  );
  await Deno.writeTextFile(tls.file("chain.pem"), `${ca}${own}`);
  await Deno.mkdir(tls.file("authority"));
  await Deno.copyFile(tls.file("ca.pem"), tls.file("authority/ca.pem"));
  await Deno.copyFile(tls.file("2048-key.pem"), tls.file("authority/ca-key.pem"));
  const serve = (cert: string, key: string) => [
    ...["serve", "--port", "0", "--db", ":memory:"],
    ...["--tls-cert", tls.file(cert), "--tls-key", tls.file(key)],
  ];
  for (
    const [name, args, named] of [
      ["a passphrase", serve("2048.pem", "2048-key.pem"), "2048-key.pem tem senha"],
      [
        "a passphrase in the traditional format",
        serve("2048.pem", "old-key.pem"),
        "old-key.pem tem senha",
      ],
      ["1,024 bits", serve("1024.pem", "1024-key.pem"), "1024-key.pem é fraca demais"],
      [
        "the authority's certificate first",
        serve("chain.pem", "server-key.pem"),
        "agora o número 2",
      ],
      [
        "an authority's key with a passphrase",
        ["cert", "--host", "sala", "--days", "1", "--out", tls.file("authority")],
        "ca-key.pem tem senha",
      ],
    ] as const
  ) {
    await t.step(name, async () => {
      const { code, stdout, stderr } = await run(args);
      assertEquals([code, stdout], [1, ""], stderr);
      assertMatch(stderr, /^chat: [^\n]+\n$/);
      assertStringIncludes(stderr, named);
    });
  }
});

Deno.test("a reloaded certificate serves new clients; a broken one is ignored", async () => {
  await using tls = await TestCertificates.make();
  await using renewed = await TestCertificates.make();
  await using server = await startServer({ tls });
  await using alice = await Peer.text(server, "Alice");
  await Deno.writeTextFile(tls.file("server.pem"), "nada");
  Deno.kill(server.pid, "SIGHUP");
  await server.logged(/^\[ERRO\] O certificado antigo continua em uso: .*server\.pem/);
  await using bob = await Peer.text(server, "Bob");
  await tls.replaceBy(renewed);
  Deno.kill(server.pid, "SIGHUP");
  await server.logged(/^\[TLS\] Certificado novo/);
  assertRefused(await sendLine(server, ["--tls", "--ca", tls.file("ca.pem")]), "--ca");
  await using carol = await Peer.text({ ...server, ca: renewed.ca }, "Carol");
  await carol.send("oi");
  for (const peer of [alice, bob]) assertEquals(await peer.next(), "[#geral] Carol: oi");
});

Deno.test("a server without TLS ends at SIGHUP", async () => {
  const server = await startServer();
  assertEquals(await server.stop("SIGHUP"), 128 + 1);
});

// The runtime of the executable may be older than the TLS server that takes one.
testWith(["linux", "the sources"], "a connection over TLS takes one descriptor", async () => {
  await using tls = await TestCertificates.make();
  await using server = await startServer({ tls });
  await using _alice = await Peer.json(server, "Alice");
  const before = countDescriptors(server.pid);
  const peers: Peer[] = [];
  for (let nth = 0; nth < 10; nth++) peers.push(await Peer.json(server, `Gente${nth}`));
  assertEquals(countDescriptors(server.pid), before + peers.length);
  for (const peer of peers) await peer[Symbol.asyncDispose]();
  await releases(server, before);
});

testWith("linux", "a peer silent in the TLS handshake is disconnected at the timeout", async () => {
  await using tls = await TestCertificates.make();
  await using server = await startServer({ tls, args: ["--handshake-timeout", "1"] });
  await using _alice = await Peer.json(server, "Alice");
  const before = countDescriptors(server.pid);
  const plain = { ...server, ca: undefined };
  const silent: Peer[] = [];
  for (let count = 0; count < 20; count++) silent.push(await Peer.connect(plain));
  // Only the beginning of a TLS handshake.
  for (const peer of silent.slice(10)) await peer.write(new Uint8Array([0x16, 3, 1, 2, 0, 1]));
  for (const peer of silent) await peer.ended();
  await releases(server, before);
  assertEquals(server.errors, []);
  for (const peer of silent) await peer[Symbol.asyncDispose]();
});

// The runtime of the executable, Deno 2.8, keeps a socket open while a write to it is pending.
testOverTransports(
  "a stuck reader over TLS is disconnected and its memory freed",
  async (startServer) => {
    const args = ["--write-timeout", "1", "--max-send-queue", "262144"];
    await using server = await startServer({ args });
    await using alice = await Peer.json(server, "Alice");
    const before = countDescriptors(server.pid);
    await using stuck = await Peer.connect(server, { reads: false });
    await stuck.send({ type: "hello", name: "Parada", version: 1 });
    await alice.skipTo("joined");
    const say = { type: "say", room: "#geral", text: "x".repeat(4_000) };
    for (let isThere = true; isThere;) {
      await alice.send(...Array.from({ length: 50 }, () => say), { type: "ping" });
      for (let type = ""; type !== "pong";) {
        ({ type } = JSON.parse(await alice.next()));
        if (type === "left") isThere = false;
      }
    }
    await releases(server, before);
    assertEquals(server.errors, []);
  },
  { needs: ["linux", "the sources"] },
);

Deno.test("plain bytes at a TLS port get an alert and disturb no client", async () => {
  await using tls = await TestCertificates.make();
  await using server = await startServer({ tls });
  await using alice = await Peer.text(server, "Alice");
  await using peer = await Peer.connect({ ...server, ca: undefined }, { reads: false });
  await peer.send("Bob");
  const answer = await new Response(peer.conn.readable).bytes();
  assertEquals([...answer.subarray(0, 2)], [0x15, 0x03]);
  await server.logged(/InvalidContentType$/);
  await alice.send("/who");
  assertEquals(await alice.next(), "[SYS] Em #geral: Alice");
});
