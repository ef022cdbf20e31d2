import { assert, assertEquals, assertNotEquals } from "@std/assert";
import { CATALOGUES } from "../../locale/locale.ts";
import { DateSeparator } from "./date_separator.ts";
import { findName } from "./find_name.ts";
import { nameColor, PALETTE } from "./name_color.ts";
import { promptOf } from "./prompt.ts";
import { renderEntry, type TerminalEntry } from "./render_entry.ts";
import { enableStyles } from "./style.ts";
import { wrap } from "./wrap.ts";

const AT = new Date(2026, 10, 25, 9, 5).getTime();

function row(entry: TerminalEntry): string {
  const options = { texts: CATALOGUES["pt-BR"], self: "Alice", now: AT };
  return wrap(renderEntry(entry, options), { columns: 80, indent: 8 }).join("\n");
}

function said(from: string, text: string, where: { room: string } | { to: string }): TerminalEntry {
  const message = { id: 1, from, text, at: AT, ...where };
  return { type: "said", message };
}

Deno.test("renderEntry tells kinds of lines apart without colour", () => {
  enableStyles(false);
  const room = { room: "#geral" };
  assertEquals(row(said("Bob", "Olá a todos!", room)), "09:05 [#geral] Bob: Olá a todos!");
  assertEquals(row(said("Bob", "alice, veja", room)), "09:05 » [#geral] Bob: alice, veja");
  assertEquals(row(said("Alice", "Alice sou eu", room)), "09:05 [#geral] Alice: Alice sou eu");
  assertEquals(row(said("Bob", "oi", { to: "Alice" })), "09:05 [privado] Bob: oi");
  assertEquals(row({ type: "own", text: "oi" }), "09:05 Você: oi");
  assertEquals(row({ type: "own", text: "oi", where: "#a" }), "09:05 [#a] Você: oi");
  assertEquals(
    row({ type: "own", text: "oi", where: "privado", to: "Bob" }),
    "09:05 [privado] Você → Bob: oi",
  );
  assertEquals(row({ type: "system", text: "Até logo!" }), "09:05 [SYS] Até logo!");
  assertEquals(row({ type: "error", text: "Longo demais" }), "09:05 [ERRO] Longo demais");
});

Deno.test("renderEntry lets no text control the terminal or imitate another line", () => {
  enableStyles(false);
  assertEquals(
    row(said("Bob", "a\x1b[2J\n09:05 [SYS] falso\u202e", { room: "#geral" })),
    "09:05 [#geral] Bob: a\\u001b[2J\n        09:05 [SYS] falso\\u202e",
  );
  // This holds for the server, too.
  assertEquals(
    row(said("B\x1b[2Job", "oi", { room: "#\x9b1A" })),
    "09:05 [#\\u009b1A] B\\u001b[2Job: oi",
  );
  assertEquals(row({ type: "system", text: "a\r\nb" }), "09:05 [SYS] a\\r\n        b");
});

Deno.test("renderEntry colours names and highlights the user's own", () => {
  enableStyles(true);
  try {
    const shown = row(said("Bob", "e a Alice?", { room: "#geral" }));
    assert(shown.includes(`\x1b[38;5;${nameColor("bob")}mBob:\x1b[39m`), shown);
    assert(shown.includes("\x1b[7m\x1b[1mAlice\x1b[22m\x1b[27m"), shown);
  } finally {
    enableStyles(false);
  }
});

Deno.test("colours of names contrast with black and with white", () => {
  const steps = [0, 95, 135, 175, 215, 255];
  const linear = (value: number) =>
    value <= 0.03928 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  for (const color of PALETTE) {
    const [red, green, blue] = [36, 6, 1].map((unit) =>
      linear(steps[Math.floor((color - 16) / unit) % 6]! / 255)
    );
    const luminance = 0.2126 * red! + 0.7152 * green! + 0.0722 * blue!;
    assert((luminance + 0.05) / 0.05 > 4, `${color} on black`);
    assert(1.05 / (luminance + 0.05) > 4, `${color} on white`);
  }
  assertEquals(nameColor("ÉRICA"), nameColor("érica"));
  assertNotEquals(nameColor("Alice"), nameColor("Bob"));
});

Deno.test("findName finds a name as a whole word in any case", () => {
  const found = (text: string, name: string) =>
    findName(text, name).map(([from, to]) => text.slice(from, to));
  assertEquals(found("Ana, ANA! (ana) Anabela Mariana ana_2 @Ana", "ana"), [
    "Ana",
    "ANA",
    "ana",
    "Ana",
  ]);
  assertEquals(found("j.r. jxr. j.r.", "j.r."), ["j.r.", "j.r."]);
  assertEquals(found("zé-maria e zé.", "zé"), ["zé"]);
  assertEquals(found("x", ""), []);
});

Deno.test("promptOf shows the room and what is unread in others", () => {
  const otherRooms = [{ room: "#jogos", unread: 3 }, { room: "#aulas", unread: 0 }];
  assertEquals(promptOf("Você: ", "#geral", [], 80), "Você: ");
  assertEquals(promptOf("Você: ", "#geral", otherRooms, 80), "[#geral · #jogos 3] Você: ");
  const many = [...otherRooms, { room: "#uma-sala-longa", unread: 12 }];
  assertEquals(promptOf("Você: ", "#geral", many, 40), "[#geral · 15] Você: ");
});

Deno.test("DateSeparator announces a day when a message is of another day than the last", () => {
  const days = new DateSeparator(AT);
  const before = AT - 86_400_000;
  assertEquals([AT, before, before, AT, AT].map((at) => days.isNewDay(at)), [
    false,
    true,
    false,
    true,
    false,
  ]);
});
