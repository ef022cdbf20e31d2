import { mentions } from "./mentions.ts";

/** A part of a text as it is shown. */
export type TextPart =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "link"; readonly text: string; readonly href: string }
  | { readonly kind: "name"; readonly text: string; readonly isSelf: boolean };

/** What looks like the address of a page, or like a name after `@`. */
const MARKED = /(\bhttps?:\/\/[^\s<>"]+|(?<![\p{L}\p{N}_@/])@[\p{L}\p{N}][\p{L}\p{M}\p{N}_.-]*)/giu;

/** What ends a sentence rather than an address or a name. */
const TRAILING = /(?<![.,;:!?'*_~\-…»”’])[.,;:!?'*_~\-…»”’]+$/;

/**
 * Cuts a text into what is shown as it is, links to pages, and names after `@`.
 *
 * @param text What was said.
 * @param self The name of the reader.
 * @returns The parts, in order: joined, they are the text again. Links lead to `http` and `https` alone.
 */
export function textParts(text: string, self: string): readonly TextPart[] {
  const parts: TextPart[] = [];
  let end = 0;
  for (const match of text.matchAll(MARKED)) {
    const word = trim(match[0]);
    const part = word.startsWith("@")
      ? { kind: "name" as const, text: word, isSelf: mentions(word, self) }
      : toLink(word);
    if (part === undefined) continue;
    if (match.index > end) parts.push({ kind: "text", text: text.slice(end, match.index) });
    parts.push(part);
    end = match.index + word.length;
  }
  if (end < text.length) parts.push({ kind: "text", text: text.slice(end) });
  return parts;
}

/** Takes off what follows an address or a name: punctuation, and a bracket that was opened before it. */
function trim(word: string): string {
  for (;;) {
    const trimmed = word.replace(TRAILING, "");
    const isUnbalanced = [["(", ")"], ["[", "]"], ["{", "}"]].some(([open, close]) =>
      trimmed.endsWith(close!) && trimmed.split(close!).length > trimmed.split(open!).length
    );
    if (!isUnbalanced) return trimmed;
    word = trimmed.slice(0, -1);
  }
}

function toLink(text: string): TextPart | undefined {
  return URL.canParse(text) ? { kind: "link", text, href: new URL(text).href } : undefined;
}
