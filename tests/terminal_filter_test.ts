/** What a user of the terminal chose not to see: ignored users, and comings and goings. */
import { assert, assertEquals } from "@std/assert";
import { testWith } from "./support/needs.ts";
import { Peer } from "./support/peer.ts";
import { startServer } from "./support/server.ts";
import { Terminal } from "./support/tmux.ts";

testWith("tmux", "/ignore and /quiet hide lines, and last for the next session", async () => {
  const state = await Deno.makeTempDir();
  const options = { env: `XDG_STATE_HOME=${state}` };
  await using server = await startServer();
  await using bob = await Peer.json(server, "Bob");
  await using carla = await Peer.json(server, "Carla");
  const say = (peer: Peer, text: string) => peer.send({ type: "say", room: "#geral", text });
  {
    await using alice = await Terminal.signIn(server.port, "Alice", [], options);
    await say(bob, "antes");
    await alice.shows("[#geral] Bob: antes");
    await alice.line("/ignore bob");
    await alice.shows("[SYS] Você não verá mais as mensagens de bob. Para desfazer: /unignore bob");
    await alice.line("/quiet on");
    await alice.shows("[SYS] Entradas e saídas não aparecem mais.");
    await say(bob, "Alice, some");
    await bob.send({ type: "direct", to: "Alice", text: "some" });
    {
      await using _davi = await Peer.json(server, "Davi");
    }
    await say(carla, "fim da primeira");
    const screen = (await alice.shows("Carla: fim da primeira")).join("\n");
    assert(!/some|Davi/.test(screen), screen);
    await alice.line("sair");
    await alice.endsWith("$");
  }
  const path = `${state}/chat/filter.json`;
  assertEquals(Deno.statSync(path).mode! & 0o777, 0o600);
  assertEquals(JSON.parse(await Deno.readTextFile(path)), { ignored: ["bob"], quiet: true });
  await using alice = await Terminal.signIn(server.port, "Alice", [], options);
  await alice.line("/ignore");
  await alice.endsWith("[SYS] Você ignora: bob\nVocê:");
  await say(bob, "some outra vez");
  await say(carla, "fim da segunda");
  const screen = (await alice.shows("Carla: fim da segunda")).join("\n");
  assert(!/Bob: |some/.test(screen), screen);
  await alice.line("/unignore Bob");
  await alice.shows("[SYS] Você voltou a ver as mensagens de Bob.");
  await say(bob, "de volta");
  await alice.shows("[#geral] Bob: de volta");
  await alice.line("sair");
  await Deno.remove(state, { recursive: true });
});
