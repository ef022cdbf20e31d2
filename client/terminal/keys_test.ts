import { assertEquals } from "@std/assert";
import { type Key, parseKeys, readKeys } from "./keys.ts";

/** Short form of keys: text as it is, pasted text in quotes, other keys in angle brackets. */
function short(keys: readonly Key[]): string {
  return keys.map((key) =>
    key.type === "press" ? `<${key.name}>` : key.type === "paste" ? `"${key.text}"` : key.text
  ).join("");
}

function read(sent: string): string {
  const { keys, rest } = parseKeys(sent);
  return `${short(keys)}${rest && `…${rest.length}`}`;
}

Deno.test("parseKeys tells text from keys as terminals send them", () => {
  assertEquals(read("olá 👩‍👧\r"), "olá 👩‍👧<enter>");
  assertEquals(
    read("\x01\x05\x0b\x15\x17\x19"),
    "<ctrl+a><ctrl+e><ctrl+k><ctrl+u><ctrl+w><ctrl+y>",
  );
  assertEquals(read("\x7f\b\t\x03\x04"), "<backspace><backspace><tab><ctrl+c><ctrl+d>");
  assertEquals(read("\x1b[A\x1bOB\x1b[C\x1b[D"), "<up><down><right><left>");
  assertEquals(read("\x1b[H\x1b[4~\x1b[3~\x1bOF"), "<home><end><delete><end>");
  assertEquals(read("\x1b[1;5D\x1b[1;3C\x1b[3;5~"), "<ctrl+left><alt+right><ctrl+delete>");
  assertEquals(read("\x1bb\x1bF\x1b\x7f\x1b\r"), "<alt+b><alt+f><alt+backspace><alt+enter>");
  assertEquals(read("\x1b\x1b[D"), "<alt+left>");
});

Deno.test("parseKeys drops unknown sequences instead of reading them as text", () => {
  assertEquals(read("a\x1b[99~b\x1b[?1;2cc\x1b[Id\x9be"), "abcd<ctrl+\xfb>e");
});

Deno.test("parseKeys swallows mouse reports, answers of the terminal and broken sequences", () => {
  for (
    const sent of [
      "\x1b[M !!",
      "\x1b[<0;10;5M\x1b[<0;10;5m",
      "\x1b[32;10;5M",
      "\x1b]11;rgb:0000/0000/0000\x07",
      "\x1b]4;1;rgb:cdcd/0000/0000\x1b\\",
      "\x1bP>|XTerm(390)\x1b\\",
      "\x1bP1$r0m\x1b\\",
      "\x1b_Gi=31;OK\x1b\\",
      "\x1b[[A",
      "\x1bO5P",
      "\x1b[24;80R",
      "\x1b[?62;22c",
      "\x1b[27;2;13~",
      "\x1b[13;2u",
      "\x1b[1;",
    ]
  ) {
    assertEquals(read(`a${sent}é\r`), "aé<enter>", JSON.stringify(sent));
    // An answer in two parts.
    for (let at = 2; at < sent.length; at++) {
      const { keys, rest } = parseKeys(sent.slice(0, at));
      const more = parseKeys(`${rest}${sent.slice(at)}é\r`);
      assertEquals(short([...keys, ...more.keys]), "é<enter>", JSON.stringify([sent, at]));
    }
  }
  // An answer without an end takes nothing with it after the next control character.
  assertEquals(read("\x1b]11;rgb\rsim"), "<enter>sim");
  assertEquals(read(`\x1b]11;${"x".repeat(5_000)}`), "");
  assertEquals(read("\x1b]ab\x1bPc"), "<alt+]>ab<alt+p>c");
});

Deno.test("parseKeys keeps an incomplete sequence", () => {
  assertEquals(read("a\x1b"), "a…1");
  assertEquals(read("a\x1b[1;"), "a…4");
  assertEquals(read("\x1bO"), "…2");
  assertEquals(read("\x1b[200~um\rdois"), "…13");
});

Deno.test("parseKeys returns a paste as one text with its line breaks", () => {
  assertEquals(read("\x1b[200~um\r\ndois\rtrês\n\x1b[A\x1b[201~x"), '"um\ndois\ntrês\n\x1b[A"x');
});

Deno.test("readKeys swallows mouse reports whose bytes are not UTF-8", async () => {
  const encoder = new TextEncoder();
  // The column 170 and the row 110 make a character of two bytes.
  const report = [...encoder.encode("\x1b[M"), 0x20, 0xca, 0x8e];
  const sent = new Uint8Array([...encoder.encode("a"), ...report, ...encoder.encode("é\r")]);
  for (const size of [1, 2, 3, sent.length]) {
    const chunks = function* () {
      for (let at = 0; at < sent.length; at += size) yield sent.subarray(at, at + size);
    };
    const keys = await Array.fromAsync(readKeys(ReadableStream.from(chunks())));
    assertEquals(short(keys.flat()), "aé<enter>", `${size}`);
  }
});

Deno.test("readKeys reads bytes wherever they are cut", async () => {
  const bytes = new TextEncoder().encode("é👍\x1b[1;5Cx\x1bb\x1b[200~a\nb\x1b[201~\r");
  for (const size of [1, 2, 3, 7, bytes.length]) {
    const chunks = function* () {
      for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
    };
    const keys = await Array.fromAsync(readKeys(ReadableStream.from(chunks())));
    assertEquals(short(keys.flat()), 'é👍<ctrl+right>x<alt+b>"a\nb"<enter>', `${size}`);
  }
});
