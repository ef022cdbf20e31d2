import { assert, assertEquals } from "@std/assert";
import { testWith } from "./support/needs.ts";
import { Peer } from "./support/peer.ts";
import { startServer } from "./support/server.ts";
import { Terminal } from "./support/tmux.ts";

for (const mode of ["line", "full"] as const) {
  testWith("tmux", `with --save-input, a draft outlives the client (${mode})`, async () => {
    const directory = await Deno.makeTempDir();
    const args = ["--name", "Alice", "--save-input", ...(mode === "full" ? ["--full"] : [])];
    const options = { env: `XDG_STATE_HOME=${directory}` };
    await using server = await startServer();
    await using bob = await Peer.text(server, "Bob");
    await using alice = await Terminal.connect(server.port, args, options);
    await alice.endsWith("Você:");
    /** Types, and ends the client as a closed terminal does. */
    const typeAndEnd = async (text: string) => {
      await alice.type(text);
      await alice.endsWith(`Você: ${text}`);
      await alice.signal("SIGHUP");
      assert(await alice.isRestored());
    };
    await typeAndEnd("meio caminho");
    await alice.run(server.port, args, options);
    await alice.endsWith("Você: meio caminho");
    await alice.type(" andado");
    await alice.press("Enter");
    assertEquals(await bob.next(), "[#geral] Alice: meio caminho andado");
    await alice.endsWith("Você:");
    await typeAndEnd("/login Alice segredo");
    await alice.run(server.port, args, options);
    await alice.shows("meio caminho andado");
    await alice.endsWith("Você:");
    await alice.line("fim");
    assertEquals(await bob.next(), "[#geral] Alice: fim");
    await alice.line("/quit");
    assert(await alice.isRestored());
    for (const { name } of Deno.readDirSync(`${directory}/chat`)) {
      const text = await Deno.readTextFile(`${directory}/chat/${name}`);
      assert(!text.includes("segredo"), name);
    }
    await Deno.remove(directory, { recursive: true });
  });
}

testWith(
  "tmux",
  "a kept draft of wide characters is measured before anything is typed",
  async () => {
    const directory = await Deno.makeTempDir();
    const args = ["--name", "Alice", "--save-input"];
    const options = { env: `XDG_STATE_HOME=${directory}`, columns: 40 };
    const draft = "字".repeat(30);
    await using server = await startServer();
    await using bob = await Peer.text(server, "Bob");
    await using alice = await Terminal.connect(server.port, args, options);
    const drawn = (screen: string) => screen.replaceAll(/\s/g, "").endsWith(`Você:${draft}`);
    const rows = async () => (await alice.scrollback()).filter((row) => row.includes("字")).length;
    await alice.endsWith("Você:");
    await alice.type(draft);
    await alice.until(drawn);
    await alice.signal("SIGHUP");
    assert(await alice.isRestored());
    await alice.run(server.port, args, options);
    await alice.until(drawn);
    const before = await rows();
    await bob.send("oi");
    await alice.until((screen) => screen.includes("Bob: oi") && drawn(screen));
    assertEquals(await rows(), before);
    await Deno.remove(directory, { recursive: true });
  },
);
