import { assert, assertEquals } from "@std/assert";
import { loadWidths, width } from "../client/terminal/graphemes.ts";
import { testWith } from "./support/needs.ts";
import { Peer } from "./support/peer.ts";
import { IS_EXECUTABLE, run } from "./support/program.ts";
import { TcpProxy } from "./support/proxy.ts";
import { startServer } from "./support/server.ts";
import { Terminal, type TerminalOptions } from "./support/tmux.ts";

await loadWidths();

const SIZES = [
  { columns: 80, rows: 24 },
  { columns: 120, rows: 40 },
  { columns: 40, rows: 12 },
] as const;

/** The beginning of a long history: the day, and the first message. */
const START = /── .*(?: ──|…).*\n.*Bob: mensagem 0(?!\d)/;

/** The row of a day whose name is too long for the terminal. */
const CUT_DAY = /── [^─]*…/;

const FULL = ["--name", "Alice", "--full"];

/** Opens the full screen, and waits until it shows the first room. */
async function open(port: number, options: TerminalOptions = {}): Promise<Terminal> {
  const alice = await Terminal.connect(port, FULL, options);
  await alice.until((screen) => screen.startsWith(" #geral") && screen.endsWith("Você:"));
  return alice;
}

for (const size of SIZES) {
  const isNarrow = size.columns < 60;
  const isWide = size.columns >= 100;

  testWith(
    "tmux",
    `at ${size.columns}×${size.rows} the full screen shows rooms, log and members`,
    async () => {
      await using server = await startServer();
      await using bob = await Peer.text(server, "Bob");
      await using alice = await open(server.port, size);
      await bob.send("/join jogos", "olá daqui");
      await alice.line("/join jogos");
      await alice.until((screen) =>
        screen.startsWith(" #jogos (2)") && screen.includes("Bob: olá")
      );
      // Members have a column from 100 columns on.
      await alice.until((screen) => /│.*│ ?Alice/.test(screen) === isWide);
      await alice.press("M-1");
      await alice.until((screen) => screen.startsWith(" #geral (1)"));
      await bob.send("um", "Alice: dois", "/msg Alice psiu");
      await alice.until((screen) =>
        isNarrow
          ? screen.includes("[1 #geral] · 2 #jogos »1 2 · 3 Bob »1") ||
            screen.includes("[1 #geral] · 2 #jogos »1 2 +1")
          : / 2 #jogos .*»1 2/.test(screen) && / 3 Bob .*»1/.test(screen)
      );
      // First what calls the user.
      await alice.press("M-a");
      const rows = await alice.until((screen) => screen.startsWith(" #jogos (2)"));
      const marker = rows.findIndex((row) => row.includes("── novas ──"));
      assert(rows[marker + 1]!.includes("Bob: um"), rows.join("\n"));
      await alice.press("M-a");
      await alice.until((screen) => screen.startsWith(" Bob") && screen.includes("Bob: psiu"));
      await alice.line("oi só para você");
      await bob.until("[privado] Alice: oi só para você");
      await alice.until((screen) =>
        screen.includes("Alice: oi só para você") && !screen.replace(CUT_DAY, "").includes("…")
      );
      for (const row of await alice.rows()) assert(width(row) <= size.columns, row);
      await alice.line("/quit");
      assert(await alice.isRestored());
    },
  );

  testWith("tmux", `at ${size.columns}×${size.rows} PageUp goes on into the history`, async () => {
    await using server = await startServer();
    await using bob = await Peer.text(server, "Bob");
    const texts = Array.from({ length: 120 }, (_, index) => `mensagem ${index}`);
    await bob.send(...texts, "/history");
    await bob.until("[#geral] Bob: mensagem 119");
    await using alice = await open(server.port, size);
    await alice.shows("mensagem 119");
    const rows = await alice.until((screen) => START.test(screen), "PageUp");
    const seen = rows.flatMap((row) => /mensagem (\d+)/.exec(row)?.[1] ?? []).map(Number);
    assertEquals(seen, seen.map((_, index) => index));
    await bob.send("mais uma");
    await alice.shows("1 mensagem nova");
    await alice.press("M-End");
    await alice.until((screen) => screen.includes("Bob: mais uma") && !screen.includes("PageDown"));
  });

  testWith(
    "tmux",
    `at ${size.columns}×${size.rows} a selected message is answered, edited, reacted to and deleted`,
    async () => {
      await using server = await startServer();
      await using bob = await Peer.json(server, "Bob");
      await using alice = await open(server.port, size);
      await alice.line("minha");
      await alice.shows("Alice: minha");
      await bob.send({ type: "say", room: "#geral", text: "dele" });
      await alice.shows("Bob: dele");
      await alice.press("M-Up");
      await alice.until((screen) => />\d\d:\d\d Bob: dele/.test(screen));
      await alice.type("+");
      await alice.shows("Você: /react 2");
      await alice.line("👍");
      await alice.shows("Bob: dele [👍]");
      await alice.press("M-Up", "Up");
      await alice.until((screen) => />\d\d:\d\d Alice: minha/.test(screen));
      await alice.type("e");
      await alice.shows("Você: /edit 1 minha");
      await alice.line(" mesmo");
      await alice.shows("Alice: minha mesmo (editada)");
      await alice.press("M-Up");
      await alice.type("r");
      await alice.shows("Você: /reply 2");
      await alice.line("boa");
      await alice.shows("em resposta a Bob");
      await alice.press("M-Up", "Up", "Up");
      await alice.type("d");
      await alice.shows("Você: /delete 1");
      await alice.press("Enter");
      await alice.until((screen) => !screen.includes("minha mesmo"));
      // Another key ends the selection and is typed.
      await alice.press("M-Up");
      await alice.until((screen) => screen.includes(">"));
      await alice.type("xis");
      await alice.endsWith("Você: xis");
    },
  );

  testWith("tmux", `at ${size.columns}×${size.rows} Alt+/ searches the room`, async () => {
    await using server = await startServer();
    await using bob = await Peer.text(server, "Bob");
    const texts = Array.from({ length: 150 }, (_, index) => `mensagem ${index}`);
    texts[3] = "o tesouro está aqui";
    texts[90] = "outro tesouro";
    await bob.send(...texts, "/history");
    await bob.until("[#geral] Bob: mensagem 149");
    await using alice = await open(server.port, size);
    await alice.type("rascunho");
    await alice.press("M-/");
    await alice.endsWith("Buscar:");
    await alice.line("tesouro");
    await alice.until((screen) => />\d\d:\d\d Bob: outro tesouro/.test(screen));
    await alice.shows("1 de 2");
    await alice.type("n");
    await alice.until((screen) => />\d\d:\d\d Bob: o tesouro está aqui/.test(screen));
    await alice.press("C-c", "M-End");
    await alice.until((screen) => screen.includes("mensagem 149") && screen.endsWith("rascunho"));
  });
}

testWith("tmux", "each room keeps its draft, and a resize reflows the log", async () => {
  await using server = await startServer();
  await using bob = await Peer.text(server, "Bob");
  await using alice = await open(server.port, { columns: 120, rows: 40 });
  await alice.line("/join jogos");
  await alice.until((screen) => screen.startsWith(" #jogos"));
  await alice.type("para jogos");
  await alice.press("M-Left");
  await alice.until((screen) => screen.startsWith(" #geral") && screen.endsWith("Você:"));
  await alice.type("para geral");
  await alice.press("M-Right");
  await alice.endsWith("Você: para jogos");
  await alice.press("C-p");
  await alice.endsWith("Você: para geral");
  const words = "palavra ".repeat(40).trimEnd();
  await bob.send(words);
  await alice.shows("palavra");
  for (const [columns, rows] of [[80, 24], [40, 12], [30, 8], [120, 40]] as const) {
    await alice.resize(columns, rows);
    const screen = await alice.until((screen) => {
      const count = screen.split("palavra").length - 1;
      return screen.endsWith("Você: para geral") && (rows <= 12 || count === 40) &&
        screen.includes("│") === columns >= 60;
    });
    for (const row of screen) assert(width(row) <= columns, row);
  }
  await alice.press("C-u");
  await alice.line("/line");
  await alice.endsWith("Você:");
  await alice.shows("[#geral] Bob: palavra");
  await alice.line("/full");
  await alice.until((screen) => screen.startsWith(" #geral") && screen.includes("2 #jogos"));
});

testWith(
  "tmux",
  "the full screen keeps passwords hidden and asks before a long paste",
  async () => {
    await using server = await startServer();
    await using alice = await open(server.port);
    await alice.line("/register");
    await alice.endsWith("Nova senha:");
    await alice.line("segredo-1");
    await alice.endsWith("Repita a senha:");
    await alice.line("segredo-1");
    const rows = await alice.until((screen) =>
      screen.endsWith("Você:") && screen.includes("agora é seu")
    );
    assert(!rows.join("\n").includes("segredo"), rows.join("\n"));
    await alice.paste(Array.from({ length: 11 }, (_, index) => `linha ${index}`).join("\n"));
    await alice.press("Enter");
    await alice.shows("Enviar as 11 linhas");
    await alice.press("s");
    await alice.until((screen) => screen.includes("linha 10") && screen.endsWith("Você:"));
    await alice.type("/ba");
    await alice.press("Tab");
    await alice.shows("[/ban]  /bans");
  },
);

testWith(["linux", "tmux"], "Ctrl+Z leaves the full screen until the program goes on", async () => {
  await using server = await startServer();
  await using alice = await open(server.port);
  await alice.type("fica");
  await alice.press("C-z");
  // In the executable's runtime a program may be unable to stop itself; then the key does nothing.
  if (!IS_EXECUTABLE) {
    await alice.until((screen) => !screen.includes("1 #geral") && screen.endsWith("$"));
    await alice.line("fg");
  }
  await alice.until((screen) => screen.startsWith(" #geral") && screen.endsWith("Você: fica"));
  await alice.type(" aqui");
  await alice.endsWith("Você: fica aqui");
});

testWith("tmux", "a removed user sees why in the room that is left", async () => {
  await using server = await startServer();
  await using owner = await Peer.text(server, "Prof");
  await owner.send("/join aula");
  await owner.until("[SYS] Você entrou em #aula.");
  await using alice = await open(server.port);
  await alice.line("/join aula");
  await alice.until((screen) => screen.startsWith(" #aula (2)"));
  await owner.send("/kick Alice conversa demais");
  const rows = await alice.until((screen) => screen.startsWith(" #geral"));
  assert(rows.some((row) => row.includes("conversa demais")), rows.join("\n"));
});

testWith("tmux", "PageDown leads from a message found long ago to the latest ones", async () => {
  await using server = await startServer();
  await using bob = await Peer.text(server, "Bob");
  const texts = Array.from({ length: 400 }, (_, index) => `mensagem ${index}`);
  texts[5] = "o tesouro 5";
  await bob.send(...texts, "/history");
  await bob.until("[#geral] Bob: mensagem 399");
  await using alice = await open(server.port);
  await alice.press("M-/");
  await alice.line("tesouro");
  await alice.until((screen) => />\d\d:\d\d Bob: o tesouro/.test(screen));
  await bob.send("mensagem 400");
  await alice.press("C-c");
  const seen = new Set<number>();
  await alice.until((screen) => {
    for (const [, id] of screen.matchAll(/mensagem (\d+)/g)) seen.add(Number(id));
    return screen.includes("mensagem 400") && !screen.includes("↓");
  }, "PageDown");
  assert([...seen].some((id) => id > 100 && id < 300), [...seen].join());
});

testWith(
  "tmux",
  "the full screen shows that the connection is lost, and goes on after it",
  async () => {
    await using server = await startServer();
    let isDown = false;
    await using proxy = new TcpProxy(server.port, () => (chunk) => isDown ? 0 : chunk.length);
    await using bob = await Peer.text(server, "Bob");
    await using alice = await open(proxy.port);
    await alice.type("rascunho");
    isDown = true;
    await bob.send("enquanto isso");
    await alice.until((screen) => screen.includes("tentativa") && screen.endsWith("rascunho"));
    await bob.send("outra");
    isDown = false;
    await alice.press("C-u");
    await alice.line("/reconnect");
    await alice.until((screen) => screen.includes("Bob: outra") && !screen.includes("/reconnect"));
  },
);

testWith("tmux", "what is typed while --full starts goes to the full screen", async () => {
  await using server = await startServer();
  await using alice = await Terminal.connect(server.port, FULL);
  await alice.line("/join jogos");
  // Among lines, #geral would be left.
  await alice.until((screen) => screen.startsWith(" #jogos") && screen.includes("1 #geral"));
});

Deno.test("--full is refused in one line with --plain, with --json and without a terminal", async () => {
  for (
    const [flags, reason] of [[[], "tela cheia"], [["--plain"], "--plain"], [
      ["--json"],
      "--json",
    ]] as const
  ) {
    const { code, stderr } = await run(["connect", "--full", "--name", "Alice", ...flags]);
    assertEquals(code, 2);
    assertEquals(stderr.trim().split("\n").length, 1, stderr);
    assert(stderr.includes(reason), stderr);
  }
});

testWith("tmux", "the full screen marks what is new since the last session", async () => {
  const directory = await Deno.makeTempDir();
  await using server = await startServer();
  await using bob = await Peer.json(server, "Bob");
  await bob.send({ type: "say", room: "#geral", text: "já lida" });
  const saved = { env: `XDG_STATE_HOME=${directory}` };
  {
    await using alice = await Terminal.signIn(
      server.port,
      "Alice",
      ["--full", "--save-input"],
      saved,
    );
    await alice.shows("Bob: já lida");
    await alice.line("/quit");
    assert(await alice.isRestored());
  }
  await bob.send({ type: "say", room: "#geral", text: "perdida" });
  await using again = await Terminal.signIn(
    server.port,
    "Alice",
    ["--full", "--save-input"],
    saved,
  );
  const rows = await again.shows("Bob: perdida");
  const mark = rows.findIndex((row) => row.includes("── novas ──"));
  assert(rows[mark - 1]!.includes("Bob: já lida"), rows.join("\n"));
  assert(rows[mark + 1]!.includes("Bob: perdida"), rows.join("\n"));
  await Deno.remove(directory, { recursive: true });
});

testWith("tmux", "the full screen breaks no URL that fits into the log", async () => {
  await using server = await startServer();
  await using bob = await Peer.json(server, "Bob");
  await using alice = await open(server.port, { columns: 60, rows: 20 });
  const url = "https://example.org/uma/pagina/longa";
  await bob.send({ type: "say", room: "#geral", text: `veja aqui:(${url})...` });
  const rows = await alice.shows("example.org");
  assert(rows.some((row) => row.includes(url)), rows.join("\n"));
});
