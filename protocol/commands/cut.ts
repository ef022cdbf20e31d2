import { detach } from "../text/detach.ts";

/** Splits a text after its first word. */
export function cut(text: string): [word: string, rest: string] {
  const [, word = "", rest = ""] = /^(\S*)\s*(.*)$/s.exec(text) ?? [];
  return [detach(word, text), detach(rest, text)];
}
