import type { Block, Inline } from "../conversation/formatted_text.ts";
import { parseText } from "../conversation/parse_text.ts";
import { bold, dim, hasStyles, inverse, italic, linked } from "./style.ts";
import type { Span } from "./wrap.ts";

/** Starts each row of a quote. */
const BAR: Span = { text: "│ ", style: dim };

/** Starts each row of a code block. */
const CODE_INDENT: Span = { text: "  " };

type Style = NonNullable<Span["style"]>;

/**
 * Renders the formatting of a message for a terminal. Without styles the text stays as it was typed.
 *
 * @param text Text of the message.
 * @param self Name of the user, whose mentions are highlighted; empty to highlight none.
 * @returns The text as spans, with line breaks around blocks.
 */
export function formatSpans(text: string, self: string): readonly Span[] {
  return hasStyles() ? blockSpans(parseText(text, self), []) : [{ text }];
}

function blockSpans(blocks: readonly Block[], lead: readonly Span[]): readonly Span[] {
  return blocks.flatMap((block, index) => {
    const spans = spansOf(block, lead);
    const isInLine = index === 0 && (lead.length > 0 || block.kind === "paragraph");
    return isInLine ? spans : [{ text: "\n" }, ...spans];
  });
}

function spansOf(block: Block, lead: readonly Span[]): readonly Span[] {
  switch (block.kind) {
    case "paragraph":
      return block.content.flatMap((part) => partSpans(part)).map((span) => ({ ...span, lead }));
    case "quote":
      return blockSpans(block.content, [...lead, BAR]);
    case "code_block":
      return [{ text: block.text, lead: [...lead, CODE_INDENT] }];
  }
}

function partSpans(part: Inline, style?: Style): readonly Span[] {
  switch (part.kind) {
    case "bold":
      return part.content.flatMap((inner) => partSpans(inner, join(style, bold)));
    case "italic":
      return part.content.flatMap((inner) => partSpans(inner, join(style, italic)));
    case "code":
      return [{ text: part.text, style: join(style, dim) }];
    case "name":
      return [toSpan(part.text, part.isSelf ? join(style, inverse) : style)];
    case "text":
      return [toSpan(part.text, style)];
    case "link": {
      const link = (text: string) => linked(text, part.href);
      return [{ text: part.text, style: join(style, link), isWhole: true }];
    }
  }
}

function toSpan(text: string, style: Style | undefined): Span {
  return { text, ...(style && { style }) };
}

function join(outer: Style | undefined, inner: Style): Style {
  return outer ? (text) => outer(inner(text)) : inner;
}
