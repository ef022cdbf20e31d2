import { assert, assertEquals } from "@std/assert";
import { BrowserUsers, heard, say } from "./support/browser.ts";
import { testWith } from "./support/needs.ts";
import { Peer } from "./support/peer.ts";
import { command } from "./support/program.ts";
import { startServer } from "./support/server.ts";

/** What `deno task bundle` made and the executable embeds. */
const BUNDLE_DIRECTORY = new URL("../dist/bundle/", import.meta.url);

/** The page that `deno task web` built and the executable embeds. */
const PAGE_DIRECTORY = new URL("../client/web/dist/", import.meta.url);

testWith(
  "the executable",
  "the executable keeps no code in the shared temporary directory",
  async () => {
    const directory = await Deno.makeTempDir();
    for (const args of [["--help"], ["man"], ["export", "--db", `${directory}/none.db`]]) {
      await command(args, { env: { TMPDIR: directory } }).output();
    }
    assertEquals(await Array.fromAsync(Deno.readDir(directory)), []);
    await Deno.remove(directory);
  },
);

// It would load about a hundred modules of the runtime at the start of every subcommand.
testWith("the executable", "no chunk of the executable loads the runtime's require", async () => {
  for await (const { name } of Deno.readDir(BUNDLE_DIRECTORY)) {
    if (!name.endsWith(".js")) continue;
    const chunk = await Deno.readTextFile(new URL(name, BUNDLE_DIRECTORY));
    assert(!chunk.includes('"node:module"'), name);
  }
});

testWith("the executable", "the executable serves the page that the sources serve", async () => {
  await using server = await startServer({ args: ["--web", "0"] });
  const files = (await Array.fromAsync(Deno.readDir(PAGE_DIRECTORY)))
    .map(({ name }) => name)
    .filter((name) => !/\.(br|gz)$/.test(name));
  assert(files.includes("index.html"), `${files}`);
  for (const name of files) {
    const path = name === "index.html" ? "" : name;
    // fetch() accepts Brotli and decompresses it, so this compares the compressed files as well.
    const response = await fetch(`http://${server.host}:${server.webPort}/${path}`);
    assertEquals([response.status, name], [200, name]);
    assertEquals(await response.bytes(), await Deno.readFile(new URL(name, PAGE_DIRECTORY)), name);
  }
});

testWith(["the executable", "chromium"], "the page of the executable sends and shows", async () => {
  await using server = await startServer({ args: ["--web", "0"] });
  await using people = await BrowserUsers.start(server);
  await using bob = await Peer.json(server, "Bob");
  const alice = await people.enter("Alice");
  await say(alice, "oi, Bob");
  assertEquals((await bob.skipTo("message")).text, "oi, Bob");
  await bob.send({ type: "say", room: "#geral", text: "oi, Alice" });
  await heard(alice, "oi, Alice");
  assertEquals(people.faults, []);
});
