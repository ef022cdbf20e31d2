import { mentions } from "../../conversation/mentions.ts";

/** A part of a message's text, by how it is displayed. */
export type TextPart =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "link"; readonly text: string; readonly href: string }
  | { readonly kind: "name"; readonly text: string; readonly isSelf: boolean };

/** Candidates for links, and names after `@`. */
const MARKED = /(\bhttps?:\/\/[^\s<>"]+|(?<![\p{L}\p{N}_@/])@[\p{L}\p{N}][\p{L}\p{M}\p{N}_.-]*)/giu;

/** Characters that end a sentence rather than a URL or a name. */
const TRAILING: ReadonlySet<string> = new Set(".,;:!?'*_~-…»”’");

/** Closing brackets, with the bracket that must open in a URL for them to belong to it. */
const OPENING: Readonly<Record<string, string>> = { ")": "(", "]": "[", "}": "{" };

/**
 * Splits a text into plain text, links and names after `@`.
 *
 * @param text Text of a message.
 * @param self Name of the user.
 * @returns The parts, in order; joined, they are the text. Links are `http` or `https` only.
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
 * Removes trailing punctuation, and closing brackets without an opening one, from a URL or a name.
 *
 * Linear: one pass counts brackets, and at most one more runs from the end.
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
