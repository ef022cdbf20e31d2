/** Returns the character that ends at an index of a text; empty at its start. */
export function characterBefore(text: string, index: number): string {
  const isPair = /[\uDC00-\uDFFF]/.test(text[index - 1] ?? "");
  return text.slice(Math.max(0, index - (isPair ? 2 : 1)), index);
}

/** Returns the character at an index of a text; empty at its end. */
export function characterAt(text: string, index: number): string {
  const isPair = /[\uD800-\uDBFF]/.test(text[index] ?? "");
  return text.slice(index, index + (isPair ? 2 : 1));
}
