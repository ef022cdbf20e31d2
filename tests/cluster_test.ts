import { assertEquals } from "@std/assert";
import { TestCertificates } from "./support/certificates.ts";
import { testOverNodes } from "./support/cluster.ts";
import { Engines } from "./support/engines.ts";
import { makeNatsCredentials } from "./support/nats_credentials.ts";
import { testWith } from "./support/needs.ts";
import { Peer } from "./support/peer.ts";
import { PostgresServer } from "./support/postgres.ts";
import { command, type ProgramResult, run } from "./support/program.ts";
import { startServer } from "./support/server.ts";

/** Flags of a cluster without NATS. */
const NO_NATS = ["--cluster", "nats://127.0.0.1:1"];

function serve(...args: string[]): Promise<ProgramResult> {
  return run(["serve", "--lang", "en", "--port", "0", ...args]);
}

async function names(peer: Peer, room = "#geral"): Promise<readonly string[]> {
  await peer.send({ type: "who", room });
  return (await peer.skipTo("members")).names;
}

testOverNodes(
  2,
  "a killed node, its names and its members are gone within 15 s",
  async ({ nodes: [a, b] }) => {
    const [first, second] = [a!, b!];
    await using _lost = await Peer.json(first, "Ana");
    await using bia = await Peer.json(second, "Bia");
    assertEquals(await names(bia), ["Ana", "Bia"]);
    await first.stop("SIGKILL");
    // Until then the name is reserved for the client with the token.
    await using eve = await Peer.connect(second);
    await eve.send({ type: "hello", name: "ana", version: 1 });
    assertEquals((await eve.message("error")).code, "name_taken");
    // skipTo fails after 15 s.
    assertEquals((await bia.skipTo("left")).name, "Ana");
    assertEquals(await names(bia), ["Bia"]);
    await eve.send({ type: "hello", name: "ana", version: 1 });
    await eve.message("welcome");
    assertEquals(await names(bia), ["Bia", "ana"]);
  },
);

testOverNodes(
  2,
  "a session resumed on another node replaces the old one silently",
  async ({ nodes: [a, b] }) => {
    const [first, second] = [a!, b!];
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
  },
);

testOverNodes(1, "a second process with a node's name replaces that node", async (cluster) => {
  const earlier = cluster.nodes[0]!;
  await using ana = await Peer.json(earlier, "Ana");
  await using _later = await cluster.startAgain(0);
  assertEquals((await ana.skipTo("bye")).reason, "moving");
  await earlier.logged(/Outro processo/);
  assertEquals(await earlier.stop("SIGCONT"), 1);
});

testOverNodes(
  2,
  "a stopping node moves its clients, who lose and repeat nothing",
  async ({ nodes: [a, b] }) => {
    const [first, second] = [a!, b!];
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
    // If Ana is on the first node, she has to move.
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
  },
);

Deno.test("missing cluster flags are named in one line", async () => {
  const lacking = await Promise.all([
    serve(...NO_NATS),
    serve("--node", "a"),
    serve(...NO_NATS, "--node", "a", "--db", ":memory:"),
  ]);
  assertEquals(lacking.map(({ code, stderr }) => [code, stderr]), [
    [2, "chat: Flag --cluster requires --node\n"],
    [2, "chat: Flag --node requires --cluster\n"],
    [2, "chat: Flag --cluster requires --db postgres://…\n"],
  ]);
});

testWith("postgres", "a node that cannot reach NATS says so in one line", async () => {
  await using postgres = await PostgresServer.start();
  const { code, stderr } = await serve(
    ...["--db", await postgres.database(), ...NO_NATS, "--node", "a"],
  );
  const reason = "NATS at 127.0.0.1:1: no server answered at this address";
  assertEquals([code, stderr], [1, `chat: Cannot join the cluster: ${reason}\n`]);
});

testWith(
  ["postgres", "nats-server"],
  "a node joins with NATS credentials and names unusable files",
  async () => {
    await using certificates = await TestCertificates.make();
    const { config, credentials } = makeNatsCredentials();
    const [conf, creds] = [certificates.file("nats.conf"), certificates.file("node.creds")];
    await Deno.writeTextFile(conf, config);
    await Deno.writeTextFile(creds, `\ufeff${credentials}`);
    await using engines = await Engines.start("127.0.0.1", ["-c", conf]);
    const flags = [...await engines.flags(), "--node", "a"];
    await joinsWith([...flags, "--nats-credentials", creds]);
    const missing = certificates.file("missing.pem");
    const tried = await Promise.all([
      serve(...flags, "--nats-ca", missing),
      serve(...flags, "--nats-credentials", certificates.file("ca.pem")),
      run(["serve", "--lang", "en", "--nats-ca", missing]),
    ]);
    assertEquals(tried.map(({ code, stderr }) => [code, stderr]), [
      [1, `chat: Cannot read ${missing}: file not found\n`],
      [
        1,
        "chat: Cannot join the cluster: NATS credentials are a JWT and an NKEY seed, as nsc generate creds writes them\n",
      ],
      [2, "chat: Flag --nats-ca requires --cluster\n"],
    ]);
  },
);

// The runtime of the executable, Deno 2.8, loses connections that upgrade to TLS as NATS does.
testWith(
  ["the sources", "postgres", "nats-server"],
  "a node trusts the authority that --nats-ca names",
  async () => {
    await using certificates = await TestCertificates.make();
    const [cert, key] = [certificates.file("server.pem"), certificates.file("server-key.pem")];
    const args = ["--tls", "--tlscert", cert, "--tlskey", key];
    await using engines = await Engines.start("127.0.0.1", args);
    const flags = [...await engines.flags(), "--node", "a"];
    await joinsWith([...flags, "--nats-ca", certificates.file("ca.pem")]);
    const { code, stderr } = await serve(...flags);
    assertEquals([code, stderr.startsWith("chat: Cannot join the cluster: ")], [1, true]);
  },
);

/** Starts a node and checks that it stores a message. */
async function joinsWith(args: readonly string[]): Promise<void> {
  await using server = await startServer({ args });
  await using ana = await Peer.json(server, "Ana");
  await ana.send({ type: "say", room: "#geral", text: "oi", ref: 1 });
  assertEquals((await ana.skipTo("ack")).id, 1);
}
