import { assert, assertEquals, assertMatch, assertNotEquals } from "@std/assert";
import { ptBR } from "../../locale/pt_br/catalogue.ts";
import type { Change } from "../../protocol/messages/changes.ts";
import type { RoomMessage } from "../../protocol/messages/server_messages.ts";
import { DateSeparator } from "./date_separator.ts";
import { nameColor, PALETTE } from "./name_color.ts";
import { renderEntry, type TerminalEntry } from "./render_entry.ts";
import { enableStyles } from "./style.ts";
import { wrap } from "./wrap.ts";

const AT = new Date(2026, 10, 25, 9, 5).getTime();

function row(entry: TerminalEntry): string {
  const options = { texts: ptBR, self: "Alice", now: AT };
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

Deno.test("renderEntry shows whom a reply answers, and what changes made of a message", () => {
  enableStyles(false);
  const show = (state: Partial<RoomMessage>, more = {}) => {
    const message = { id: 7, from: "Bob", text: "oi", at: AT, room: "#geral", ...state };
    return row({ type: "said", message, ...more });
  };
  const reply = { id: 1, from: "Ana", text: `${"a".repeat(50)}\n` };
  assertEquals(
    show({ reply: { ...reply, text: "olá\na todos" } }),
    "09:05 [#geral] Bob, em resposta a Ana “olá a todos”: oi",
  );
  assertEquals(
    show({ reply }).replaceAll(/\s+/g, " "),
    `09:05 [#geral] Bob, em resposta a Ana “${"a".repeat(40)}…”: oi`,
  );
  assertEquals(show({ reply: { id: 1 } }), "09:05 [#geral] Bob, em resposta: oi");
  assertEquals(
    show({ reply: { ...reply, from: "Alice", text: "x" } }),
    "09:05 » [#geral] Bob, em resposta a Alice “x”: oi",
  );
  assertEquals(show({ action: true }), "09:05 [#geral] * Bob oi");
  const reactions = [{ emoji: "👍", count: 2, names: [] }, { emoji: "🎉", count: 1, names: [] }];
  assertEquals(show({ edited: AT, reactions }), "09:05 [#geral] Bob: oi (editada) [👍 2, 🎉]");
  assertEquals(show({}, { hasId: true }), "09:05 7 [#geral] Bob: oi");
  const deleted = { by: "Prof", at: AT, reason: "spam\x1b" };
  assertMatch(
    show({ text: "", deleted }),
    /^09:05 \[SYS\] Prof apagou uma mensagem de Bob \(.*09:05\): spam\\u001b$/,
  );
  const own = { type: "own", text: "oi" } as const;
  assertEquals(row({ ...own, action: true }), "09:05 * Alice oi");
  assertEquals(
    row({ ...own, reply: { from: "Bob", text: "x" } }),
    "09:05 Você, em resposta a Bob “x”: oi",
  );
});

Deno.test("renderEntry shows changes as lines that imitate no other", () => {
  enableStyles(false);
  const message = { id: 1, from: "Ana", text: "olá\n09:05 [SYS] a todos", at: AT };
  const change = { id: 2, room: "#geral", about: 1, from: "Bob", at: AT };
  const show = (fields: Pick<Change, "type"> & Partial<Change>, isKnown = true) =>
    row({ type: "changed", change: { ...change, ...fields }, ...(isKnown && { message }) });
  const reacted = { type: "reacted", emoji: "👍" } as const;
  assertEquals(
    show(reacted),
    "09:05 [#geral] Bob reagiu com 👍 à mensagem de Ana: olá 09:05 [SYS] a todos",
  );
  assertEquals(
    show({ ...reacted, removed: true, emoji: "\x1b[2J" }, false),
    "09:05 [#geral] Bob removeu \\u001b[2J da mensagem 1",
  );
  const edited = { type: "edited", text: "a\n09:05 [SYS] b\x1b" } as const;
  assertMatch(
    show(edited),
    /^09:05 \[#geral\] Bob editou \(.*09:05\): a\n {8}09:05 \[SYS\] b\\u001b$/,
  );
  assertEquals(show(edited, false).split("\n")[0], "09:05 [#geral] Bob editou: a");
  assertEquals(show({ type: "deleted" }, false), "09:05 [SYS] Bob apagou uma mensagem.");
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

Deno.test("renderEntry shows the formatting of a message", () => {
  const text = "**a** _b_ `c*d*`\n> **e**\n> f\n```ts\nif (g) {\n\th();\n```\ni";
  const room = { room: "#geral" };
  assertEquals(
    row(said("Bob", text, room)),
    `09:05 [#geral] Bob: ${text.replaceAll("\n", "\n        ").replace("\t", "    ")}`,
  );
  enableStyles(true);
  try {
    const shown = row(said("Bob", text, room)).split("Bob:\x1b[39m ")[1];
    assertEquals(
      shown,
      [
        "\x1b[1ma\x1b[22m \x1b[3mb\x1b[23m \x1b[2mc*d*\x1b[22m",
        "        \x1b[2m│ \x1b[22m\x1b[1me\x1b[22m",
        "        \x1b[2m│ \x1b[22mf",
        "          if (g) {",
        "              h();",
        "        i",
      ].join("\n"),
    );
    const own = row({ type: "own", text: "**a** Alice" });
    assert(own.endsWith(" \x1b[1ma\x1b[22m Alice"), own);
  } finally {
    enableStyles(false);
  }
});

Deno.test("renderEntry makes URLs links that no row breaks", () => {
  const url = `https://a.example/${"b".repeat(90)}_c`;
  const shown = () => row(said("Bob", `veja ${url}.`, { room: "#geral" }));
  assert(shown().includes("\n"));
  enableStyles(true);
  try {
    assert(shown().includes(`\x1b]8;;${url}\x1b\\`), shown());
  } finally {
    enableStyles(false);
  }
});

Deno.test("renderEntry shows what a search found in bold, and the text as typed", () => {
  const found = {
    ...said("Bob", "**Olá**, ola", { room: "#geral" }),
    isFound: true,
    terms: ["ola"],
  };
  enableStyles(true);
  try {
    const shown = row(found as TerminalEntry);
    assert(shown.endsWith(" **\x1b[1mOlá\x1b[22m**, \x1b[1mola\x1b[22m"), shown);
  } finally {
    enableStyles(false);
  }
  assertMatch(row(found as TerminalEntry), /Bob: \*\*Olá\*\*, ola$/);
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
    assert((luminance + 0.05) / 0.05 > 3, `${color} on black`);
    assert(1.05 / (luminance + 0.05) > 3, `${color} on white`);
  }
  assertEquals(nameColor("ÉRICA"), nameColor("érica"));
  assertNotEquals(nameColor("Alice"), nameColor("Bob"));
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
