import { assert, assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { loadWidths, width } from "../client/terminal/graphemes.ts";
import { nameColor } from "../client/terminal/name_color.ts";
import { testWith } from "./support/needs.ts";
import { Peer } from "./support/peer.ts";
import { IS_EXECUTABLE } from "./support/program.ts";
import { startServer } from "./support/server.ts";
import { Terminal, type TerminalOptions, withoutTimes } from "./support/tmux.ts";
import { waitUntil } from "./support/wait_until.ts";

await loadWidths();

const SIZES: readonly TerminalOptions[] = [{ columns: 80, rows: 24 }, { columns: 40, rows: 12 }];

/** Removes spaces, because the screen does not show those at the end of a row. */
function bare(text: string): string {
  return text.replaceAll(/\s/g, "");
}

for (const size of SIZES) {
  const { columns, rows } = size;

  testWith(
    "tmux",
    `at ${columns}×${rows} accents, emoji and long lines wrap correctly`,
    async () => {
      await using server = await startServer();
      await using alice = await Terminal.signIn(server.port, "Alice", [], size);
      await using bob = await Peer.text(server, "Bob");
      const words = Array.from({ length: 430 }, (_, index) => `açaí${index}`).join(" ");
      const long = words.slice(0, 3_000);
      await bob.send("São 👩‍👧 e 🇧🇷, 天地玄黃宇宙洪荒, e\u0301 isto.", long, "fim");
      await alice.shows("[#geral] Bob: fim");
      const all = await alice.scrollback();
      for (const row of all) assert(width(row) <= columns!, row);
      const begin = all.findIndex((row) => row.includes("São"));
      const end = all.findIndex((row) => row.includes("Bob: fim"));
      const talk = all.slice(begin, end);
      const first = talk.findIndex((row) => row.includes("açaí0"));
      assertMatch(talk[0]!, /^\d\d:\d\d \[#geral\] Bob: São 👩‍👧 e 🇧🇷, /);
      for (const row of talk.slice(first + 1)) assertMatch(row, /^ {8}\S/);
      const told = talk.slice(first).map((row) => row.trim()).join(" ");
      assertEquals(told.replace(/^\S+ \[#geral\] Bob: /, ""), long);
      assertEquals(all.slice(end + 1), ["Você:"]);
    },
  );

  testWith(
    "tmux",
    `at ${columns}×${rows} a burst of 200 messages keeps the line being typed`,
    async () => {
      await using server = await startServer();
      await using alice = await Terminal.signIn(server.port, "Alice", [], size);
      await using bob = await Peer.text(server, "Bob");
      await bob.send("começo");
      await alice.shows("Bob: começo");
      const line = "uma linha que não cabe em uma só fileira do terminal, com 👩‍👧 e 漢字 no meio";
      await alice.type(line);
      await alice.press("C-Left", "C-Left");
      const [, typed = ""] = line.match(/^(.*)no meio$/)!;
      await alice.until((screen) => bare(screen).endsWith(bare(line)));
      const texts = Array.from({ length: 200 }, (_, index) => `mensagem ${index}`);
      const sent = bob.send(...texts);
      await alice.type("bem ");
      await sent;
      await alice.until((screen) =>
        screen.includes("mensagem 199") && bare(screen).endsWith("bemnomeio")
      );
      const all = await alice.scrollback();
      const begin = all.findIndex((row) => row.endsWith("Bob: começo"));
      assertEquals(
        withoutTimes(all.slice(begin + 1, begin + 201)),
        texts.map((text) => `[#geral] Bob: ${text}`),
      );
      const bottom = all.slice(begin + 201);
      assertMatch(bottom[0]!, /^Você: uma linha/);
      assertEquals(bare(bottom.join("")), bare(`Você: ${typed}bem no meio`));
      await alice.press("Enter");
      assertEquals(await bob.next(), `[#geral] Alice: ${typed}bem no meio`);
      await alice.endsWith("Você:");
    },
  );

  testWith(
    "tmux",
    `at ${columns}×${rows} a paste is one message, a long one needs consent`,
    async () => {
      await using server = await startServer();
      await using alice = await Terminal.signIn(server.port, "Alice", [], size);
      await using bob = await Peer.json(server, "Bob");
      await alice.paste("função():\n  retorna 1\n");
      await alice.shows("Você: função():\n    retorna 1");
      await alice.press("Enter");
      assertEquals((await bob.skipTo("message")).text, "função():\n  retorna 1");
      await alice.until((screen) =>
        /\d\d:\d\d Você: função\(\):\n {10}retorna 1\nVocê:$/.test(screen)
      );
      const block = Array.from({ length: 11 }, (_, index) => `linha ${index}`).join("\n");
      await alice.paste(block);
      await alice.press("Enter");
      await alice.endsWith("Enviar as 11 linhas juntas? [s/N]");
      await alice.press("n");
      await alice.until((screen) => !screen.includes("Enviar") && screen.endsWith("linha 10"));
      // The first Enter belongs to the answer.
      await alice.press("Enter", "Enter");
      await alice.shows("Enviar as 11 linhas");
      await alice.press("s");
      assertEquals((await bob.skipTo("message")).text, block);
      await alice.endsWith("Você:");
    },
  );
}

testWith("tmux", "keys work as in a shell", async () => {
  await using server = await startServer();
  await using alice = await Terminal.signIn(server.port, "Alice");
  const typed = async (keys: readonly string[], line: string, cursor: number) => {
    await alice.press(...keys);
    await alice.endsWith(`Você: ${line}`.trimEnd());
    await waitUntil(async () => await alice.cursor() === 6 + cursor, `the cursor at ${cursor}`);
  };
  await alice.type("um dois três");
  await typed(["C-w"], "um dois", 8);
  await typed(["C-a"], "um dois", 0);
  await typed(["C-y"], "três" + "um dois", 4);
  await typed(["C-e"], "trêsum dois", 12);
  await typed(["M-b"], "trêsum dois", 7);
  await typed(["C-k"], "trêsum", 7);
  await typed(["C-u"], "", 0);
  await typed(["C-y", "M-b", "Left"], "trêsum dois", 6);
  await typed(["C-Right"], "trêsum dois", 11);
  await typed(["M-BSpace"], "trêsum", 7);
  await typed(["C-u"], "", 0);
  await alice.type("漢字");
  await typed(["Left"], "漢字", 2);
  await typed(["BSpace"], "字", 0);
  await typed(["DC"], "", 0);
  await alice.type("fica");
  await alice.press("C-l");
  await alice.until((screen) => screen === "Você: fica");
  await alice.type("s");
  await alice.until((screen) => screen === "Você: ficas");
  const all = await alice.scrollback();
  assertStringIncludes(all.join("\n"), "[SYS] Você entrou em #geral.");
  assertEquals(all.filter((row) => row.startsWith("Você:")), ["Você: ficas"]);
  await alice.press("C-u", "C-z");
  // In the executable's runtime a program may be unable to stop itself; then the key does nothing.
  if (!IS_EXECUTABLE) {
    await alice.endsWith("$");
    await alice.line("fg");
  }
  await alice.type("de volta");
  // The prompt is there once, also if the program is told twice that it goes on.
  await alice.until((screen) => screen.split("\n").at(-1) === "Você: de volta");
});

testWith("tmux", "resizing redraws the line being typed once, in rows that fit", async () => {
  await using server = await startServer();
  await using alice = await Terminal.signIn(server.port, "Alice");
  await using bob = await Peer.text(server, "Bob");
  const line = "palavra ".repeat(14).trimEnd();
  await alice.type(line);
  // Uses the width for as many words as fit, once the client knows it.
  const isThere = (screen: string, columns: number) => {
    const at = screen.indexOf("Você: palavra");
    const [first = "", second] = screen.slice(at).split("\n");
    return at >= 0 && bare(screen.slice(at)) === bare(`Você: ${line}`) &&
      (second === undefined || first.length >= columns - "palavra".length - 2);
  };
  await alice.until((screen) => isThere(screen, 80));
  for (const [columns, rows] of [[40, 12], [80, 24], [57, 20]] as const) {
    await alice.resize(columns, rows);
    await alice.until((screen) => isThere(screen, columns));
    const text = `em ${columns} colunas ${"vai ".repeat(30).trimEnd()}`;
    await bob.send(text);
    const seen = await alice.until((screen) =>
      screen.includes(`em ${columns} colunas`) && isThere(screen, columns)
    );
    for (const row of seen) assert(width(row) <= columns, row);
  }
});

testWith("tmux", "names are coloured as NO_COLOR and --color allow", async () => {
  await using server = await startServer();
  await using bob = await Peer.text(server, "Bob");
  const shown = async (options: TerminalOptions, args: readonly string[]) => {
    await using alice = await Terminal.signIn(server.port, "Alice", args, options);
    await bob.send("oi, Alice");
    await alice.shows("[#geral] Bob: oi, Alice");
    const row = (await alice.scrollback({ styled: true })).find((row) => row.includes("Bob"));
    await alice.line("/quit");
    assert(await alice.isRestored());
    return row!;
  };
  const many = { env: "TERM=xterm-256color" };
  assertStringIncludes(await shown(many, []), `\x1b[38;5;${nameColor("Bob")}m`);
  const few = await shown({ env: "TERM=xterm COLORTERM=" }, []);
  // deno-lint-ignore no-control-regex
  assertMatch(few, /\x1b\[[39][1-6]m(\x1b\[49m)?Bob:/);
  assertMatch(await shown({ env: "NO_COLOR=1" }, []), /^\d\d:\d\d » \[#geral\] Bob: oi, Alice$/);
  assertMatch(await shown({}, ["--color", "never"]), /^\d\d:\d\d » \[#geral\] Bob: oi/);
  const always = await shown({ env: "TERM=xterm-256color NO_COLOR=1" }, ["--color", "always"]);
  assertStringIncludes(always, "\x1b[38;5;");
});

testWith(["tmux", "faketime"], "a date line separates the days", async () => {
  await using server = await startServer();
  await using bob = await Peer.text(server, "Bob");
  await bob.send("de ontem");
  // A message of the next day.
  await using alice = await Terminal.signIn(server.port, "Alice", [], {
    env: "DONT_FAKE_MONOTONIC=1 faketime -f +1d",
  });
  const rows = await alice.shows("[SYS] Fim das mensagens anteriores de #geral.");
  const day = (at: number) =>
    `── ${new Date(at).toLocaleDateString("pt-BR", { dateStyle: "full" })} ──`;
  const at = rows.indexOf(day(Date.now()));
  assert(at > 0, rows.join("\n"));
  assertMatch(rows[at + 1]!, /\[#geral\] Bob: de ontem$/);
  assertEquals(rows[at + 2], day(Date.now() + 86_400_000));
});

testWith("tmux", "formatted text is styled, and as typed with NO_COLOR", async () => {
  await using server = await startServer();
  await using alice = await Terminal.signIn(server.port, "Alice");
  await using plain = await Terminal.signIn(server.port, "Ana", [], { env: "NO_COLOR=1" });
  await using bob = await Peer.json(server, "Bob");
  const text = "**forte** `2*3`\n> dito\n```py\nif a:\n\treturn\n```";
  await bob.send({ type: "say", room: "#geral", text });
  const at = (rows: string[]) => rows.slice(rows.findIndex((row) => row.includes("Bob:")), -1);
  assertEquals(withoutTimes(at(await alice.shows("return"))), [
    "[#geral] Bob: forte 2*3",
    "        │ dito",
    "          if a:",
    "              return",
  ]);
  const styled = (await alice.scrollback({ styled: true })).join("\n");
  assertStringIncludes(styled, "\x1b[1mforte");
  assertStringIncludes(styled, "\x1b[2m2*3");
  assertEquals(withoutTimes(at(await plain.shows("return"))), [
    "[#geral] Bob: **forte** `2*3`",
    "        > dito",
    "        ```py",
    "        if a:",
    "            return",
    "        ```",
  ]);
});

testWith(
  "tmux",
  "a URL longer than a row is a link, and stays whole when the terminal wraps it",
  async () => {
    await using server = await startServer();
    await using alice = await Terminal.signIn(server.port, "Alice", [], { columns: 40, rows: 12 });
    const file = await alice.record();
    await using bob = await Peer.text(server, "Bob");
    const url = `https://a.example/${"b".repeat(60)}/fim`;
    await bob.send(`veja ${url}, certo?`);
    const rows = await alice.until((screen) =>
      screen.includes("certo?") && screen.endsWith("Você:")
    );
    const at = rows.findIndex((row) => row.includes("https:"));
    assertEquals(rows.slice(at, at + 3).join(""), `        ${url}, certo?`);
    // Without a line break or a space in it, so that a copy of it works.
    assertStringIncludes(await Deno.readTextFile(file), `\x1b]8;;${url}\x1b\\${url}\x1b]8;;\x1b\\`);
    await Deno.remove(file);
  },
);

testWith("tmux", "the title of the window counts what is unread, and is restored", async () => {
  await using server = await startServer();
  await using alice = await Terminal.open();
  const file = await alice.record();
  await alice.run(server.port, ["--name", "Alice"]);
  await alice.endsWith("Você:");
  await using bob = await Peer.text(server, "Bob");
  await bob.send("/join jogos");
  await alice.line("/watch jogos");
  await alice.shows("Você acompanha #jogos");
  await bob.send("xeque");
  await alice.shows("[#jogos] Bob: xeque");
  const written = () => Deno.readTextFile(file);
  await waitUntil(
    async () => (await written()).includes("\x1b]2;(1) #geral · chat\x1b\\"),
    "the title",
  );
  await alice.line("/quit");
  await alice.endsWith("$");
  await waitUntil(async () => (await written()).includes("\x1b[23;2t"), "the restored title");
  await Deno.remove(file);
});
