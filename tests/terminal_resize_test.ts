import { assert, assertEquals } from "@std/assert";
import { testWith } from "./support/needs.ts";
import { Peer } from "./support/peer.ts";
import { startServer } from "./support/server.ts";
import { Terminal, withoutTimes } from "./support/tmux.ts";

const WORDS = "palavras que não cabem em uma só fileira do terminal, e vão para a próxima";

/** The rows of a message at a width, wrapped between words. */
const WRAPPED: Readonly<Record<number, readonly string[]>> = {
  40: [
    "[#geral] Bob: palavras que não",
    "        cabem em uma só fileira do",
    "        terminal, e vão para a próxima",
  ],
  80: [
    "[#geral] Bob: palavras que não cabem em uma só fileira do terminal, e vão",
    "        para a próxima",
  ],
  120: [`[#geral] Bob: ${WORDS}`],
};

/** Waits until the last rows of a screen are these, without their times. */
async function endsWith(terminal: Terminal, rows: readonly string[]): Promise<void> {
  await terminal.until((screen) =>
    withoutTimes(screen.split("\n")).join("\n").endsWith(rows.join("\n"))
  );
}

testWith("tmux", "what is visible is wrapped between words at each width", async () => {
  await using server = await startServer();
  await using alice = await Terminal.signIn(server.port, "Alice");
  await using bob = await Peer.text(server, "Bob");
  await bob.send(WORDS, "fim");
  await alice.shows("[#geral] Bob: fim");
  await alice.type("rascunho");
  for (const columns of [40, 120, 80, 40, 80]) {
    await alice.resize(columns, 24);
    await endsWith(alice, [
      ...WRAPPED[columns]!,
      "[#geral] Bob: fim",
      "Você: rascunho",
    ]);
  }
  const all = await alice.scrollback();
  for (
    const text of [
      "Você entrou em #geral.",
      "Bob entrou em #geral.",
      "Bob: palavras",
      "Bob: fim",
      "Você: rascunho",
    ]
  ) {
    assertEquals(all.filter((row) => row.includes(text)).length, 1, text);
  }
});

testWith("tmux", "a new width neither loses nor repeats what has left the screen", async () => {
  await using server = await startServer();
  await using alice = await Terminal.signIn(server.port, "Alice", [], { columns: 80, rows: 12 });
  await using bob = await Peer.text(server, "Bob");
  const texts = Array.from({ length: 40 }, (_, index) => `${index} ${WORDS}`);
  await bob.send(...texts, "fim");
  await alice.shows("[#geral] Bob: fim");
  for (const columns of [40, 120, 57, 80]) {
    await alice.resize(columns, 12);
    await alice.type("x");
    await alice.until((screen) => /^Você: x+$/m.test(screen));
    await bob.send(`com ${columns} colunas`);
    await alice.shows(`com ${columns} colunas`);
  }
  // A row that the terminal wrapped may begin anywhere.
  const all = (await alice.scrollback()).join(" ").replaceAll(/\s+/g, " ");
  const numbers = [...all.matchAll(/Bob: (\d+) pal/g)].map(([, number]) => Number(number));
  assertEquals(numbers, texts.map((_, index) => index));
  assert(all.includes("Você: xxxx"), all);
});
