import { assert, assertEquals } from "@std/assert";
import { notification } from "./notification.ts";

Deno.test("notification is the sequence of the terminal", () => {
  const at = (term: string) => notification("Bob · #geral", "oi; tudo bem?", term);
  assertEquals(at("xterm-256color"), "\x1b]9;Bob · #geral: oi; tudo bem?\x1b\\");
  assertEquals(at("foot"), "\x1b]777;notify;Bob · #geral;oi; tudo bem?\x1b\\");
  assertEquals(
    at("xterm-kitty"),
    "\x1b]99;i=chat:d=0;Bob · #geral\x1b\\\x1b]99;i=chat:p=body;oi; tudo bem?\x1b\\",
  );
  assertEquals(
    at("tmux-256color"),
    "\x1bPtmux;\x1b\x1b]9;Bob · #geral: oi; tudo bem?\x1b\x1b\\\x1b\\",
  );
});

Deno.test("notification lets no text end the sequence or give a command", () => {
  for (const term of ["xterm", "foot", "xterm-kitty", "tmux-256color"]) {
    const hostile = "a\x07b\x1b\\c\x9cd\x1b]0;x\x07\u202e\n;4;1";
    const sent = notification("4;1;x", `${hostile}${"😀".repeat(500)}`, term);
    const inner = term.startsWith("tmux")
      ? sent.slice("\x1bPtmux;".length, -2).replaceAll("\x1b\x1b", "\x1b")
      : sent;
    // It consists of sequences that end where they should, without control characters in them.
    const contents = inner.split("\x1b\\").slice(0, -1).map((part) => part.replace("\x1b]", ""));
    assertEquals(contents.map((content) => `\x1b]${content}\x1b\\`).join(""), inner);
    for (const content of contents) assert(!/\p{Cc}|\u202e/u.test(content), content);
    assert(!/^9;\d+;/.test(contents[0]!), contents[0]);
    assert(inner.isWellFormed() && inner.length < 700, inner);
  }
});
