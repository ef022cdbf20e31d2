/**
 * Takes the pictures of the page that are beside this file: `deno task web && deno run -A docs/page_screenshots.ts`.
 *
 * @module
 */
import { heard, People, shown, type } from "../tests/support/browser.ts";
import { Peer } from "../tests/support/peer.ts";
import { startServer } from "../tests/support/server.ts";

/** What is said, by whom. */
const TALK = [
  ["Bia", "Bom dia! Alguém já instalou a versão nova?"],
  ["Caetano", "Instalei ontem no laboratório: um arquivo só, e está no ar."],
  ["Caetano", "As notas estão em https://example.org/notas/0.1"],
  ["Dora", "Que bom. @Alice, você mostra para a turma hoje?"],
  ["Alice", "Mostro, às 14h. Quem quiser testar antes, entre em #jogos."],
  ["Bia", "Combinado!"],
] as const;

const directory = new URL(".", import.meta.url).pathname;

await using server = await startServer({ args: ["--web", "0"] });
await using people = await People.start(server);
await using bia = await Peer.json(server, "Bia");
await using caetano = await Peer.json(server, "Caetano");
await using dora = await Peer.json(server, "Dora");
const peers = { Bia: bia, Caetano: caetano, Dora: dora };
await dora.send({ type: "join", room: "#jogos" });

let isSaid = false;
for (const colorScheme of ["light", "dark"] as const) {
  for (const [width, height] of [[1_280, 760], [390, 780]] as const) {
    const page = await people.enter("Alice", { width, height, colorScheme });
    for (const [from, text] of isSaid ? [] : TALK) {
      if (from === "Alice") await type(page, text);
      else await peers[from].send({ type: "say", room: "#geral", text });
      await heard(page, text);
    }
    isSaid = true;
    await type(page, "/watch jogos");
    await shown(page, ".sidebar .talk-name", "jogos", "attached");
    await dora.send({ type: "say", room: "#jogos", text: "Quem começa?" });
    await dora.send({ type: "direct", to: "Alice", text: "Levo o projetor?" });
    await shown(page, ".sidebar .talk-button", /Dora.*1/, "attached");
    await page.screenshot({ path: `${directory}page-${width}-${colorScheme}.png` });
    await page.context().close();
  }
}
