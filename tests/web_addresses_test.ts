import { stripVTControlCharacters } from "node:util";
import { assert, assertEquals } from "@std/assert";
import { toQrCode } from "../cli/qr_code.ts";
import { testWith } from "./support/needs.ts";
import { programFor, run } from "./support/program.ts";
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

Deno.test("without a terminal, chat link prints only the address of a page or a room", async () => {
  const link = async (...args: string[]) => await run(["link", ...args]);
  for (
    const [args, url] of [
      [["http://10.0.0.7:8080"], "http://10.0.0.7:8080/"],
      [["10.0.0.7:8080", "#jogos"], "http://10.0.0.7:8080/#/jogos"],
      [["https://chat.example/sala/", "ação"], "https://chat.example/sala/#/a%C3%A7%C3%A3o"],
      [
        ["http://h/#/jogos?code=kZ0c1tN4T8yJxQ7mWb3RLA"],
        "http://h/#/jogos?code=kZ0c1tN4T8yJxQ7mWb3RLA",
      ],
    ] as const
  ) assertEquals(await link(...args), { code: 0, stdout: `${url}\n`, stderr: "" });
  for (const args of [[], ["ftp://h"], ["http://"], ["http://h", "a b"], ["http://h", "a", "b"]]) {
    const { code, stdout, stderr } = await link(...args);
    assertEquals([code, stdout, stderr.split("\n").length], [2, "", 2], args.join(" "));
  }
});

testWith(["tmux"], "chat link shows a QR code, as large as the terminal has room for", async () => {
  for (const [columns, rows] of [[60, 30], [100, 50]] as const) {
    await using terminal = await Terminal.open(columns, rows);
    await terminal.program([...programFor("link"), "link", "http://10.0.0.7:8080", "jogos"]);
    const shown = await terminal.endsWith("$");
    const url = "http://10.0.0.7:8080/#/jogos";
    const code = stripVTControlCharacters(toQrCode(url, { columns, rows })).split("\n");
    assertEquals(code[0]!.length, columns === 60 ? 29 : 58);
    const at = shown.indexOf(url);
    assertEquals(shown.slice(at + 1, at + 1 + code.length), code.map((line) => line.trimEnd()));
  }
});
