/**
 * Takes the screenshots of the READMEs, from a real server, page and terminal:
 * `deno task web && deno run -A docs/screenshots.ts`. It needs Chromium and tmux.
 *
 * @module
 */
import type { Page } from "playwright-core";
import { BrowserUsers, heard, shown, type } from "../tests/support/browser.ts";
import { Peer } from "../tests/support/peer.ts";
import { startServer } from "../tests/support/server.ts";
import { Terminal } from "../tests/support/tmux.ts";

/** Script of the conversation in one language. Alice uses the page and Bob the terminal. */
interface Script {
  readonly lang: string;
  /** What follows `docs/page` and `docs/terminal` in the names of the files. */
  readonly suffix: string;
  readonly room: readonly (readonly [from: string, text: string])[];
  readonly games: string;
  /** Room of the messages in `games`. */
  readonly otherRoom: string;
  readonly toAlice: string;
  readonly toBob: string;
  /** What Bob is typing. */
  readonly draft: string;
}

const SCRIPTS: readonly Script[] = [
  {
    lang: "en",
    suffix: "",
    room: [
      ["Bia", "Good morning! Has anyone installed the new version?"],
      ["Bob", "I did, in the lab: one file, and it was running."],
      ["Bia", "The notes are at https://example.org/notes/0.1"],
      ["Dora", "Great. @Alice, will you show it to the class today?"],
      ["Alice", "Sure, at 2 pm. To try it before that, join #games."],
      ["Dora", "Bob, can you bring the projector?"],
    ],
    games: "Who goes first?",
    otherRoom: "#games",
    toAlice: "I'll bring coffee.",
    toBob: "It is in room 12.",
    draft: "of course, see you there",
  },
  {
    lang: "pt-BR",
    suffix: ".pt-BR",
    room: [
      ["Bia", "Bom dia! Alguém já instalou a versão nova?"],
      ["Bob", "Instalei no laboratório: um arquivo só, e já está no ar."],
      ["Bia", "As notas estão em https://example.org/notes/0.1"],
      ["Dora", "Que bom. @Alice, você mostra para a turma hoje?"],
      ["Alice", "Mostro, às 14h. Para testar antes, entrem em #jogos."],
      ["Dora", "Bob, você traz o projetor?"],
    ],
    games: "Quem começa?",
    otherRoom: "#jogos",
    toAlice: "Eu levo o café.",
    toBob: "Está na sala 12.",
    draft: "claro, até já",
  },
];

async function take(script: Script): Promise<void> {
  const { lang, suffix, otherRoom } = script;
  await using server = await startServer({ args: ["--web", "0", "--lang", lang] });
  await using people = await BrowserUsers.start(server);
  await using bia = await Peer.json(server, "Bia");
  await using dora = await Peer.json(server, "Dora");
  const peers: Record<string, Peer> = { Bia: bia, Dora: dora };
  await dora.send({ type: "join", room: otherRoom });
  const page = await people.enter("Alice", { width: 1_100, height: 620, locale: lang });
  await type(page, `/watch ${otherRoom}`);
  await shown(page, ".sidebar .list-label", otherRoom.slice(1), "attached");
  await using terminal = await Terminal.open(80, 24);
  await terminal.run(server.port, ["--lang", lang]);
  await terminal.shows(":");
  await terminal.line("Bob");
  await terminal.shows("#geral");
  await terminal.line(`/watch ${otherRoom}`);
  await terminal.shows(`${otherRoom}.`);

  for (const [from, text] of script.room) {
    if (from === "Alice") await type(page, text);
    else if (from === "Bob") await terminal.line(text);
    else await peers[from]!.send({ type: "say", room: "#geral", text });
    await heard(page, text);
    // The rest may be in the next row.
    await terminal.shows(text.slice(0, 40));
  }
  await dora.send({ type: "say", room: otherRoom, text: script.games });
  await dora.send({ type: "direct", to: "Alice", text: script.toAlice });
  await dora.send({ type: "direct", to: "Bob", text: script.toBob });
  await shown(page, ".sidebar .list-button", /Dora.*1/, "attached");
  await terminal.shows(script.toBob);
  await terminal.type(script.draft);
  await terminal.shows(script.draft);

  const blank = await page.context().newPage();
  await save(blank, await page.screenshot(), `page${suffix}.webp`);
  await blank.setContent(toHtml(await terminal.scrollback({ styled: true })));
  const screen = await blank.locator("pre").screenshot();
  await save(blank, screen, `terminal${suffix}.webp`);
}

/** Writes a PNG image beside this file as a WebP image, which takes a third of the bytes. */
async function save(page: Page, png: Uint8Array, name: string): Promise<void> {
  const webp: string = await page.evaluate(`(async () => {
    const image = new Image();
    image.src = "data:image/png;base64,${png.toBase64()}";
    await image.decode();
    const canvas = document.createElement("canvas");
    [canvas.width, canvas.height] = [image.width, image.height];
    canvas.getContext("2d").drawImage(image, 0, 0);
    return canvas.toDataURL("image/webp", 0.8);
  })()`);
  const bytes = Uint8Array.fromBase64(webp.slice(webp.indexOf(",") + 1));
  await Deno.writeFile(new URL(name, import.meta.url), bytes);
}

/** Renders rows with their escape sequences, as `tmux capture-pane -e` gives them. */
function toHtml(rows: readonly string[]): string {
  return `<style>
    body { margin: 0 }
    pre { margin: 0; display: inline-block; padding: 14px 18px; background: ${BACKGROUND};
      font: 15px/1.4 "DejaVu Sans Mono", monospace }
  </style><pre>${toSpans(rows.join("\n"))}</pre>`;
}

function toSpans(screen: string): string {
  // deno-lint-ignore no-control-regex
  const [first, ...rest] = screen.split(/\x1b\[([\d;]*)m/);
  let style = PLAIN;
  let spans = toSpan(style, first!);
  for (let i = 0; i < rest.length; i += 2) {
    style = applySgr(style, rest[i]!);
    spans += toSpan(style, rest[i + 1]!);
  }
  return spans;
}

function toSpan(style: Style, text: string): string {
  const escaped = text.replaceAll("&", "&amp;").replaceAll("<", "&lt;");
  return `<span style="${toCss(style)}">${escaped}</span>`;
}

/** How a terminal shows text. */
interface Style {
  readonly color: string;
  readonly isBold: boolean;
  readonly isDim: boolean;
  readonly isReverse: boolean;
}

const [BACKGROUND, FOREGROUND] = ["#1d1f21", "#dcdfe4"];
const PLAIN: Style = { color: FOREGROUND, isBold: false, isDim: false, isReverse: false };

function toCss({ color, isBold, isDim, isReverse }: Style): string {
  return (isReverse ? `color:${BACKGROUND};background:${color};` : `color:${color};`) +
    (isBold ? "font-weight:bold;" : "") + (isDim ? "opacity:.6;" : "");
}

const BASIC = "#1d1f21 #cc6666 #b5bd68 #f0c674 #81a2be #b294bb #8abeb7 #c5c8c6".split(" ");
const BRIGHT = "#7c818a #e06c75 #98c379 #e5c07b #61afef #c678dd #56b6c2 #ffffff".split(" ");

function applySgr(style: Style, sequence: string): Style {
  const codes = sequence.split(";").map(Number);
  for (let i = 0; i < codes.length; i++) {
    const code = codes[i]!;
    if (code === 0) style = PLAIN;
    else if (code === 1) style = { ...style, isBold: true };
    else if (code === 2) style = { ...style, isDim: true };
    else if (code === 7) style = { ...style, isReverse: true };
    else if (code >= 30 && code <= 37) style = { ...style, color: BASIC[code - 30]! };
    else if (code >= 90 && code <= 97) style = { ...style, color: BRIGHT[code - 90]! };
    else if (code === 38 && codes[i + 1] === 5) {
      style = { ...style, color: paletteColor(codes[i += 2]!) };
    } else if (code === 39) style = { ...style, color: FOREGROUND };
    // tmux resets the background, which the client never sets.
    else if (code !== 49) throw new Error(`Cannot render escape sequence: ${sequence}`);
  }
  return style;
}

/** Returns a colour of the 256 that terminals have: 16 named ones, a cube of 6 × 6 × 6, and greys. */
function paletteColor(index: number): string {
  if (index < 16) return (index < 8 ? BASIC : BRIGHT)[index % 8]!;
  if (index >= 232) return `rgb(${[0, 0, 0].map(() => 8 + (index - 232) * 10)})`;
  const levels = [0, 95, 135, 175, 215, 255];
  return `rgb(${[36, 6, 1].map((unit) => levels[Math.floor((index - 16) / unit) % 6])})`;
}

for (const script of SCRIPTS) await take(script);
