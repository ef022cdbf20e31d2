/**
 * Part of a line. Formatting is the clients' business: a message is stored and sent as it was typed, and each user interface
 * renders what `parseText` finds in it.
 */
export type Inline =
  | { readonly kind: "text"; readonly text: string }
  /** Text between backticks, in which nothing is a link or a mention. */
  | { readonly kind: "code"; readonly text: string }
  /** Address of a web page; `http` or `https` only. */
  | { readonly kind: "link"; readonly text: string; readonly href: string }
  /** A name after `@`, or the user's own. */
  | { readonly kind: "name"; readonly text: string; readonly isSelf: boolean }
  | { readonly kind: "bold" | "italic"; readonly content: readonly Inline[] };

/** Lines that are displayed together. */
export type Block =
  /** Lines of text, separated by line feeds. */
  | { readonly kind: "paragraph"; readonly content: readonly Inline[] }
  | { readonly kind: "quote"; readonly content: readonly Block[] }
  /** Lines of code; the language is as typed, or empty. */
  | { readonly kind: "code_block"; readonly language: string; readonly text: string };
