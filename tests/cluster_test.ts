import { TestCertificates } from "./support/certificates.ts";
import { makeNatsCredentials } from "./support/nats_credentials.ts";
import { assertEquals } from "@std/assert";
import { command, run } from "./support/program.ts";
import { Engines } from "./support/nodes.ts";
import { Peer } from "./support/peer.ts";
import { startServer, type TestServer } from "./support/server.ts";

/** Starts the named nodes over the same engines. */
async function startNodes(flags: readonly string[], names: string): Promise<TestServer[]> {
  return await Promise.all(
    Array.from(names, (node) => startServer({ args: [...flags, "--node", node] })),
  );
}

async function names(peer: Peer, room = "#geral"): Promise<readonly string[]> {
  await peer.send({ type: "who", room });
  return (await peer.skipTo("members")).names;
}

Deno.test("A node that was killed is gone within 15 s, with its names and members", async () => {
  await using engines = await Engines.start();
  if (engines === undefined) return;
  const [a, b] = await startNodes(await engines.flags(), "ab");
  await using first = a!;
  await using second = b!;
  await using _lost = await Peer.json(first, "Ana");
  await using bia = await Peer.json(second, "Bia");
  assertEquals(await names(bia), ["Ana", "Bia"]);
  await first.stop("SIGKILL");
  // Until then the name is kept for whoever has its token.
  await using eve = await Peer.connect(second);
  await eve.send({ type: "hello", name: "ana", version: 1 });
  assertEquals((await eve.message("error")).code, "name_taken");
  // Nothing that must come may take longer than 15 s.
  assertEquals((await bia.skipTo("left")).name, "Ana");
  assertEquals(await names(bia), ["Bia"]);
  await eve.send({ type: "hello", name: "ana", version: 1 });
  await eve.message("welcome");
  assertEquals(await names(bia), ["Bia", "ana"]);
});

Deno.test("Who comes back on another node takes their place at once, and nobody hears of it", async () => {
  await using engines = await Engines.start();
  if (engines === undefined) return;
  const [a, b] = await startNodes(await engines.flags(), "ab");
  await using first = a!;
  await using second = b!;
  await using bia = await Peer.json(second, "Bia");
  const token = "a secret of mine";
  await using ana = await Peer.json(first, "Ana", { token });
  await bia.message("joined");
  const resume = { "#geral": 0 };
  await using again = await Peer.json(second, "ana", { token, resume });
  assertEquals((await ana.skipTo("bye")).reason, "replaced");
  assertEquals(await names(again), ["Bia", "ana"]);
  await bia.send({ type: "ping" });
  await bia.message("pong");
});

Deno.test("A second process of the same name takes the place of a node, which ends", async () => {
  await using engines = await Engines.start();
  if (engines === undefined) return;
  const flags = await engines.flags();
  const [first] = await startNodes(flags, "a");
  await using earlier = first!;
  await using ana = await Peer.json(earlier, "Ana");
  const [second] = await startNodes(flags, "a");
  await using _later = second!;
  assertEquals((await ana.skipTo("bye")).reason, "moving");
  await earlier.logged(/Outro processo/);
  assertEquals(await earlier.stop("SIGCONT"), 1);
});

Deno.test("A node that stops has its people move, who lose and repeat nothing", async () => {
  await using engines = await Engines.start();
  if (engines === undefined) return;
  const [a, b] = await startNodes(await engines.flags(), "ab");
  await using first = a!;
  await using second = b!;
  await using bia = await Peer.json(second, "Bia");
  const host = `${first.host}:${first.port},${second.host}:${second.port}`;
  const child = command(["connect", "--host", host, "--name", "Ana", "--json"], {
    stdin: "piped",
  }).spawn();
  const writer = child.stdin.getWriter();
  const say = (text: string) =>
    writer.write(
      new TextEncoder().encode(
        `${JSON.stringify({ type: "say", room: "#geral", text, ref: text })}\n`,
      ),
    );
  assertEquals((await bia.message("joined")).name, "Ana");
  await say("um");
  assertEquals((await bia.message("message")).text, "um");
  // Wherever Ana is, she has to move, and to come back, if it is the first one.
  assertEquals(await first.stop("SIGTERM"), 0);
  await say("dois");
  const next = await bia.message("message");
  assertEquals([next.id, next.text], [2, "dois"]);
  await writer.close();
  const { code, stdout } = await child.output();
  const events = new TextDecoder().decode(stdout).trim().split("\n").map((line) =>
    JSON.parse(line)
  );
  const messages = events.filter(({ type }) => type === "message");
  assertEquals([code, messages.map(({ text }) => text)], [0, ["um", "dois"]]);
});

Deno.test("What a node needs and does not have is said in a line", async () => {
  const serve = (...args: string[]) => run(["serve", "--lang", "en", "--port", "0", ...args]);
  const nats = ["--cluster", "nats://127.0.0.1:1"];
  const lacking = await Promise.all([
    serve(...nats),
    serve("--node", "a"),
    serve(...nats, "--node", "a", "--db", ":memory:"),
  ]);
  assertEquals(lacking.map(({ code, stderr }) => [code, stderr]), [
    [2, "chat: Flag --cluster requires --node\n"],
    [2, "chat: Flag --node requires --cluster\n"],
    [2, "chat: Flag --cluster requires --db postgres://…\n"],
  ]);
  await using engines = await Engines.start();
  if (engines === undefined) return;
  const db = await engines.postgres.database();
  const { code, stderr } = await serve("--db", db, ...nats, "--node", "a");
  assertEquals([code, stderr], [1, "chat: Cannot join the cluster: connection refused\n"]);
});

Deno.test("A node joins with a credentials file, and names the file that it cannot use", async () => {
  await using certificates = await TestCertificates.make();
  const { config, credentials } = makeNatsCredentials();
  const [conf, creds] = [certificates.file("nats.conf"), certificates.file("node.creds")];
  await Deno.writeTextFile(conf, config);
  await Deno.writeTextFile(creds, `\ufeff${credentials}`);
  await using engines = await Engines.start("127.0.0.1", ["-c", conf]);
  if (engines === undefined) return;
  const flags = [...await engines.flags(), "--node", "a"];
  await joinsWith([...flags, "--nats-credentials", creds]);
  const serve = (...args: string[]) =>
    run(["serve", "--lang", "en", "--port", "0", ...flags, ...args]);
  const missing = certificates.file("missing.pem");
  const tried = await Promise.all([
    serve("--nats-ca", missing),
    serve("--nats-credentials", certificates.file("ca.pem")),
    run(["serve", "--lang", "en", "--nats-ca", missing]),
  ]);
  assertEquals(tried.map(({ code, stderr }) => [code, stderr]), [
    [1, `chat: Cannot read ${missing}: No such file or directory\n`],
    [
      1,
      "chat: Cannot join the cluster: NATS credentials are a JWT and an NKEY seed, as nsc generate creds writes them\n",
    ],
    [2, "chat: Flag --nats-ca requires --cluster\n"],
  ]);
});

Deno.test({
  name: "A node trusts the authority that --nats-ca names",
  // The runtime of 2.6 loses a connection that goes on with TLS after its first bytes, as NATS has it.
  ignore: Deno.env.has("CHAT_EXECUTABLE"),
  async fn() {
    await using certificates = await TestCertificates.make();
    const [cert, key] = [certificates.file("server.pem"), certificates.file("server-key.pem")];
    const args = ["--tls", "--tlscert", cert, "--tlskey", key];
    await using engines = await Engines.start("127.0.0.1", args);
    if (engines === undefined) return;
    const flags = [...await engines.flags(), "--node", "a"];
    await joinsWith([...flags, "--nats-ca", certificates.file("ca.pem")]);
    const { code, stderr } = await run(["serve", "--lang", "en", "--port", "0", ...flags]);
    assertEquals([code, stderr.startsWith("chat: Cannot join the cluster: ")], [1, true]);
  },
});

/** Starts a node that stores what is said to it. */
async function joinsWith(args: readonly string[]): Promise<void> {
  await using server = await startServer({ args });
  await using ana = await Peer.json(server, "Ana");
  await ana.send({ type: "say", room: "#geral", text: "oi", ref: 1 });
  assertEquals((await ana.skipTo("ack")).id, 1);
}
