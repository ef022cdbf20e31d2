import { stripVTControlCharacters } from "node:util";
import { assert, assertEquals } from "@std/assert";
import { toQrCode } from "../cli/qr_code.ts";
import { testWith } from "./support/needs.ts";
import { programFor } from "./support/program.ts";
import { startServer } from "./support/server.ts";
import { Terminal } from "./support/tmux.ts";

/** URLs in lines of the log. */
function urls(lines: readonly string[]): string[] {
  return lines.flatMap((line) => /https?:\/\/\S+/.exec(line)?.[0] ?? []);
}

for (const host of ["0.0.0.0", "[::]"]) {
  Deno.test(`a page on ${host} is announced by addresses that can be opened`, async () => {
    const args = ["--web", `${host}:0`, "--metrics", `${host}:0`];
    await using server = await startServer({ args });
    await server.logged(/\/metrics$/);
    const announced = urls(server.log);
    assert(announced.length >= 2, announced.join(" "));
    for (const url of announced) {
      assert(!/0\.0\.0\.0|\[::\]/.test(url), url);
      const response = await fetch(url);
      await response.body?.cancel();
      assertEquals(response.status, 200, url);
    }
  });
}

testWith(["tmux"], "a server in a terminal shows the page's address as a QR code", async () => {
  await using terminal = await Terminal.open(100, 50);
  const serve = [...programFor("serve"), "serve", "--port", "0", "--db", ":memory:"];
  await terminal.program([...serve, "--web", "0.0.0.0:0"]);
  await terminal.shows("▀▀▀▀▀▀");
  const rows = await terminal.rows();
  const code = stripVTControlCharacters(toQrCode(urls(rows)[0]!)).split("\n");
  assertEquals(rows.slice(-code.length), code);
});

testWith(["tmux"], "a page that only this machine can open has no QR code", async () => {
  await using terminal = await Terminal.open(100, 50);
  const serve = [...programFor("serve"), "serve", "--port", "0", "--db", ":memory:"];
  await terminal.program([...serve, "--web", "0", "--metrics", "0"]);
  await terminal.shows("/metrics");
  await terminal.press("C-c");
  const rows = await terminal.endsWith("$");
  assert(!rows.join("\n").includes("▄▄▄"), rows.join("\n"));
});
