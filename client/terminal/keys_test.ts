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

Deno.test("parseKeys keeps an incomplete sequence", () => {
  assertEquals(read("a\x1b"), "a…1");
  assertEquals(read("a\x1b[1;"), "a…4");
  assertEquals(read("\x1bO"), "…2");
  assertEquals(read("\x1b[200~um\rdois"), "…13");
});

Deno.test("parseKeys returns a paste as one text with its line breaks", () => {
  assertEquals(read("\x1b[200~um\r\ndois\rtrês\n\x1b[A\x1b[201~x"), '"um\ndois\ntrês\n\x1b[A"x');
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
