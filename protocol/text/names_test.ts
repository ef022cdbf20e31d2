import { assertEquals } from "@std/assert";
import { codePoints, nameKey, toName, toRoom } from "./names.ts";

/** All characters allowed inside a name. */
function* characters(): Generator<string> {
  for (let code = 0; code <= 0x10ffff; code++) {
    if (code >= 0xd800 && code <= 0xdfff) continue;
    const character = String.fromCodePoint(code);
    if (toName(`1${character}1`) !== undefined) yield character;
  }
}

Deno.test("nameKey ignores case and form, and keeps a key as it is", () => {
  let count = 0;
  for (const character of characters()) {
    const name = `1${character}`;
    const key = nameKey(name);
    const same = [name.toUpperCase(), name.toLowerCase(), name.normalize("NFD"), key];
    const keys = same.map((name) => nameKey(name));
    if (keys.some((other) => other !== key)) assertEquals(keys, same.map(() => key), name);
    count++;
  }
  assertEquals(count > 100_000, true);
});

Deno.test("nameKey keeps apart names that differ in more than case", () => {
  for (const [one, other] of [["Ana", "Aná"], ["a.b", "a-b"], ["a1", "a2"], ["#a", "a"]] as const) {
    assertEquals(nameKey(one) === nameKey(other), false, `${one} ${other}`);
  }
  assertEquals(new Set(["ẞ", "ß", "SS", "ss", "ſs"].map(nameKey)).size, 1);
});

Deno.test("toName refuses characters that are invisible or control text", () => {
  const refused = ["\x07", "\x1b", "\x9b", "\u00ad", "\u061c", "\u200b", "\u200d", "\u202e"];
  const others = [
    "\u2028",
    "\u2066",
    "\u3164",
    "\ufeff",
    "\ufe0f",
    "\u{e0100}",
    "\u034f",
    "\ue000",
    "\ud83d",
    "🙂",
    " ",
    "\t",
  ];
  for (const character of [...refused, ...others]) {
    assertEquals(toName(`a${character}b`), undefined, JSON.stringify(character));
    assertEquals(toRoom(`#a${character}b`), undefined, JSON.stringify(character));
  }
  // A mark at the start would combine with the character before the name.
  assertEquals(toName("\u0301a"), undefined);
});

Deno.test("toName accepts one script, or scripts that are used together", () => {
  const one = [
    "Érica",
    "Ирина",
    "Ελένη",
    "יוסף",
    "محمد",
    "देवी",
    "김철수",
    "B-김",
    "ひろしカナ漢字Z",
    "漢ㄅa",
    "ana_2.0",
  ];
  for (const name of one) assertEquals(toName(name), name.normalize("NFC"));
  const mixed = ["Аlice", "Aliсe", "g\u0435ral", "ελa", "김ひ", "ㄅひ", "漢я", "1a-я", "\u{10330}"];
  for (const name of mixed) {
    assertEquals([toName(name), toRoom(name)], [undefined, undefined], name);
  }
});

Deno.test("toName accepts only the marks that living scripts use", () => {
  const written = [
    "Nguyễn",
    "Adébọ̀wálé",
    "Ọ́lá",
    "m̀bà",
    "ɛ̃",
    "ǫ́",
    "g̃",
    "देवी",
    "क्षत्रिय",
    "สมชาย",
    "น้ำ",
    "مُحَمَّد",
    "שָׁלוֹם",
    "தமிழ்",
    "ကျွန်ုပ်",
    "ខ្មែរ",
    "コーヒー",
    "佐々木",
    "Йод",
    "ᾂ",
    "김철수",
  ];
  for (const name of written) {
    for (const given of [name.normalize("NFC"), name.normalize("NFD")]) {
      assertEquals(toName(given), name.normalize("NFC"));
      assertEquals(toRoom(given), `#${name.normalize("NFC")}`);
    }
  }
  const stray = [
    "José\u0301",
    "Bob\u0301",
    "Bo\u0338b",
    "Bob\u20dd",
    "Bob\u0363",
    "Bobː",
    "Bobʼ",
    "Bobᵇ",
    "Bobǃ",
    "И\u0301рина",
    "محـمد",
    "が\u3099",
    "दि\u0301",
    "हिि",
    "김\u302e",
    "Я\u0488",
    `a${"\u0301".repeat(31)}`,
  ];
  for (const name of stray) {
    assertEquals([toName(name), toRoom(name)], [undefined, undefined], JSON.stringify(name));
  }
});

Deno.test("toName and toRoom count code points after normalizing", () => {
  assertEquals(toName("𝐀".repeat(32))?.length, 64);
  assertEquals(toName("𝐀".repeat(33)), undefined);
  assertEquals(toName("e\u0301".repeat(32)), "é".repeat(32));
  assertEquals(toRoom(`#${"x".repeat(64)}`)?.length, 65);
  assertEquals(toRoom("x".repeat(65)), undefined);
  assertEquals(toName("abc", 2), undefined);
  assertEquals(codePoints("a🙂\ud83d"), 3);
});
