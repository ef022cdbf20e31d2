import { assertEquals } from "@std/assert";
import { LIBRARIES, readConfusables } from "../../build/generate_confusables.ts";
import { ConfusableIndex, isReserved } from "./confusable_index.ts";
import { type Confusables, skeleton } from "./skeleton.ts";
import CONFUSABLES from "./confusables.json" with { type: "text" };

/** Whether two names are confusable. */
function isAlike(one: string, other: string): boolean {
  const names = new ConfusableIndex<string>();
  names.add(one, "x");
  return names.find(other).length > 0;
}

Deno.test("names are confusable across case, scripts and similar letters", () => {
  const matches = [
    ["Érica", "éRICA"],
    ["cope", "\u0441\u043e\u0440\u0435"],
    ["Cope", "\u0441\u043e\u0440\u0435"],
    ["cope", "\u0421\u041e\u0420\u0415"],
    ["alice", "aIice"],
    ["Bob", "B0b"],
    ["Mario", "Rnario"],
    ["Ana", "𝐀na"],
    ["Dina", "\uff24\uff49\uff4e\uff41"],
    ["Ana2", "Ana\u00b2"],
    ["José", "Jose\u0301"],
  ] as const;
  for (const [one, other] of matches) {
    assertEquals([isAlike(one, other), isAlike(other, one)], [true, true], `${one} ${other}`);
  }
});

Deno.test("names that people can tell apart are not confusable", () => {
  const others = [["Iara", "Lara"], ["Jose", "José"], ["Ana1", "Ana2"], ["Lia", "Lea"], [
    "a-b",
    "a_b",
  ]];
  for (const [one, other] of others as [string, string][]) {
    assertEquals([isAlike(one, other), isAlike(other, one)], [false, false], `${one} ${other}`);
  }
});

Deno.test("ConfusableIndex finds all holders of a confusable name until they release it", () => {
  const names = new ConfusableIndex<number>();
  names.add("cope", 1);
  names.add("\u0441\u043e\u0440\u0435", 2);
  assertEquals(new Set(names.find("COPE")), new Set([1, 2]));
  names.delete("cope", 1);
  assertEquals(new Set(names.find("cope")), new Set([2]));
  names.delete("\u0441\u043e\u0440\u0435", 2);
  assertEquals(names.find("cope"), []);
});

Deno.test("names of the server are reserved in whatever letters", () => {
  const names = [
    "Sistema",
    "SYSTEM",
    "sys",
    "аdmin",
    "ѕуѕ",
    "ЅУЅ",
    "r00t",
    "𝐬𝐲𝐬",
    "ADMlN",
    "chаt",
    "Servidor",
  ];
  for (const name of names) assertEquals(isReserved(name), true, name);
  for (const name of ["Sisi", "Ana", "Adriana", "syst", "chat2", "Ирина"]) {
    assertEquals(isReserved(name), false, name);
  }
});

Deno.test("skeleton knows without the table what the table has for ASCII", () => {
  const { looks }: Confusables = JSON.parse(CONFUSABLES);
  for (let code = 0; code < 0x80; code++) {
    const character = String.fromCharCode(code);
    const [like] = Object.entries(looks).find(([, alike]) => alike.includes(character)) ??
      [character];
    assertEquals(skeleton(character), like);
  }
});

const hasICU = hasLibrary();

Deno.test({
  name: `the table of confusables equals that of ICU${hasICU ? "" : " [needs ICU]"}`,
  ignore: !hasICU,
  fn: () => assertEquals(readConfusables(), JSON.parse(CONFUSABLES)),
});

function hasLibrary(): boolean {
  try {
    Deno.dlopen(LIBRARIES.text, {}).close();
    return true;
  } catch {
    return false;
  }
}
