import { mentions } from "./mentions.ts";

/** A part of a text as it is shown. */
export type TextPart =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "link"; readonly text: string; readonly href: string }
  | { readonly kind: "name"; readonly text: string; readonly isSelf: boolean };

/** What looks like the address of a page, or like a name after `@`. */
const MARKED = /(\bhttps?:\/\/[^\s<>"]+|(?<![\p{L}\p{N}_@/])@[\p{L}\p{N}][\p{L}\p{M}\p{N}_.-]*)/giu;

/** What ends a sentence rather than an address or a name. */
const TRAILING: ReadonlySet<string> = new Set(".,;:!?'*_~-…»”’");

/** Brackets that belong to an address only where they are opened in it. */
const OPENING: Readonly<Record<string, string>> = { ")": "(", "]": "[", "}": "{" };

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

/**
 * Takes off what follows an address or a name: punctuation, and brackets that were not opened in it.
 *
 * Each character is looked at once to count the brackets, and once more from the end at most.
 */
function trim(word: string): string {
  const counts = new Map<string, number>();
  for (const character of word) {
    if ("()[]{}".includes(character)) counts.set(character, (counts.get(character) ?? 0) + 1);
  }
  let end = word.length;
  for (; end > 0; end--) {
    const last = word[end - 1]!;
    if (TRAILING.has(last)) continue;
    const opening = OPENING[last];
    if (opening === undefined) break;
    const count = counts.get(last)!;
    if (count <= (counts.get(opening) ?? 0)) break;
    counts.set(last, count - 1);
  }
  return word.slice(0, end);
}

function toLink(text: string): TextPart | undefined {
  return URL.canParse(text) ? { kind: "link", text, href: new URL(text).href } : undefined;
}
