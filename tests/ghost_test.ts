import { assertEquals } from "@std/assert";
import { has, testWith } from "./support/needs.ts";
import { NodeNetwork } from "./support/node_network.ts";
import { Peer } from "./support/peer.ts";
import { startServer, type TestServer } from "./support/server.ts";
import { startProcess } from "./support/server_process.ts";
import { waitUntil } from "./support/wait_until.ts";

/** The test asks for names again and again. */
const ARGS = ["--max-per-minute", "100000"];

/** What a text client sees when another client asks for its name. */
function askedFor(name: string): string {
  return `[SYS] Outra pessoa pediu o nome ${name}. Ele continua seu enquanto você estiver on-line.`;
}

/** Asks for a name; returns the code of the refusal, or `welcome`. */
async function ask(server: TestServer, name: string): Promise<string> {
  await using peer = await Peer.connect(server);
  await peer.send({ type: "hello", name, version: 1 });
  const answer = JSON.parse(await peer.next());
  return answer.code ?? answer.type;
}

/** Asks for a name until it is free, within a minute. */
async function getsFree(server: TestServer, name: string): Promise<void> {
  const isFree = async () => await ask(server, name) === "welcome";
  await waitUntil(isFree, `${name} to be free`, { timeout: 60_000, interval: 500 });
}

Deno.test("clients that are there keep their names, and see one line or one ping", async () => {
  await using server = await startServer();
  await using ana = await Peer.text(server, "Ana");
  await using ila = await Peer.text(server, "Ila");
  await using jota = await Peer.json(server, "Jota");
  // Clients that were heard from a moment ago are not asked.
  for (const name of ["aNA", "lla", "Jota"]) assertEquals(await ask(server, name), "name_taken");
  await ana.send("/list");
  assertEquals((await ana.next()).slice(0, 20), "[SYS] Salas ativas: ");
  // The second name looks like that of its holder.
  const isAsked = async () => {
    for (const name of ["aNA", "lla", "Jota"]) assertEquals(await ask(server, name), "name_taken");
    return [ana, ila, jota].every(({ frames }) => frames.length > 0);
  };
  await waitUntil(isAsked, "all to be asked", { interval: 500 });
  await using bia = await Peer.json(server, "Bia");
  await bia.send({ type: "rename", name: "Ana", ref: 1 });
  assertEquals((await bia.skipTo("error")).code, "name_taken");
  for (const [peer, name] of [[ana, "Ana"], [ila, "Ila"]] as const) {
    await peer.send("/list");
    assertEquals(await peer.next(), askedFor(name));
    assertEquals((await peer.next()).slice(0, 20), "[SYS] Salas ativas: ");
  }
  await jota.skipTo("ping");
  await jota.send({ type: "pong" }, { type: "ping", ref: 1 });
  assertEquals(await jota.skipTo("pong"), { type: "pong", ref: 1 });
});

testWith(
  ["linux", "network namespaces"],
  "clients whose network is gone lose their names within a minute when others ask",
  async () => {
    await using network = await NodeNetwork.make();
    // Deno opens no file in /proc for the server, but the server may be given one.
    const enter = [...network.enter, "sh", "-c", 'exec "$@" < /proc/net/tcp', "sh"];
    await using server = await startProcess({
      enter,
      host: "0.0.0.0",
      args: [...ARGS, "--web", "0"],
    });
    const near = { ...server, host: network.node };
    const far = { ...server, host: network.second };
    await using _text = await Peer.text(far, "Texto");
    await using _json = await Peer.json(far, "Jota");
    await using _web = await Peer.json({ ...far, transport: "websocket" }, "Web");
    await using ana = await Peer.text(near, "Ana");
    await network.cut(true);
    await Promise.all(["Texto", "Jota", "Web"].map((name) => getsFree(near, name)));
    assertEquals(await ask(near, "Ana"), "name_taken");
    await ana.send("/list");
    assertEquals(await ana.next(), askedFor("Ana"));
    assertEquals((await ana.next()).slice(0, 20), "[SYS] Salas ativas: ");
    for (const name of ["Texto", "Jota", "Web"]) {
      await server.logged(new RegExp(` ${name}: sem resposta$`));
    }
  },
);

/** Whether the number of retransmissions can be set for a namespace. */
const SETS_RETRIES = has("network namespaces") &&
  new Deno.Command("unshare", {
    args: ["--net", "sh", "-c", "echo 3 > /proc/sys/net/ipv4/tcp_retries2"],
    stderr: "null",
  }).outputSync().success;

Deno.test({
  name: "without the table, the line makes the system give up the connection",
  ignore: !SETS_RETRIES,
  fn: async () => {
    await using network = await NodeNetwork.make();
    const retries = 'echo 3 > /proc/sys/net/ipv4/tcp_retries2; exec "$@"';
    const enter = [...network.enter, "sh", "-c", retries, "sh"];
    await using server = await startProcess({ enter, host: "0.0.0.0", args: ARGS });
    await using _text = await Peer.text({ ...server, host: network.second }, "Texto");
    await network.cut(true);
    await getsFree({ ...server, host: network.node }, "Texto");
  },
});
