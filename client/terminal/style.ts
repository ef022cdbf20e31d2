import type { ColorCount } from "./color_count.ts";

/** Whether styles are enabled. */
let isEnabled = false;
let count: ColorCount = 256;

/**
 * Enables or disables styles. Unlike `@std/fmt/colors`, it allows them even if `NO_COLOR` is set, because a flag overrides a
 * variable (no-color.org).
 *
 * @param isOn Whether there are styles.
 * @param colors How many colours the terminal has.
 */
export function enableStyles(isOn: boolean, colors: ColorCount = 256): void {
  isEnabled = isOn;
  count = colors;
}

/** How many colours {@linkcode colored} may use. */
export function colors(): ColorCount {
  return count;
}

/** Whether styles are enabled. */
export function hasStyles(): boolean {
  return isEnabled;
}

/** Wraps a text in escape sequences (ECMA-48, SGR). */
function styled(text: string, on: string, off: number): string {
  return isEnabled ? `\x1b[${on}m${text}\x1b[${off}m` : text;
}

export function bold(text: string): string {
  return styled(text, "1", 22);
}

export function italic(text: string): string {
  return styled(text, "3", 23);
}

export function dim(text: string): string {
  return styled(text, "2", 22);
}

export function red(text: string): string {
  return styled(text, "31", 39);
}

export function magenta(text: string): string {
  return styled(text, "35", 39);
}

/** Bold, with text and background colours swapped. */
export function inverse(text: string): string {
  return styled(styled(text, "1", 22), "7", 27);
}

/** Longest address of a link, in characters; VTE ignores longer ones. */
const MAX_ADDRESS = 2_083;

/** A link (OSC 8), as terminals open it. */
export function linked(text: string, href: string): string {
  if (!isEnabled || href.length > MAX_ADDRESS) return text;
  return `\x1b]8;;${href}\x1b\\${text}\x1b]8;;\x1b\\`;
}

/** One of the 256 colours. The first 16 need no terminal with more. */
export function colored(text: string, color: number): string {
  const on = color < 8 ? `${30 + color}` : color < 16 ? `${82 + color}` : `38;5;${color}`;
  return styled(text, on, 39);
}

/** Removes the styles and links of a text: the escape sequences that these functions make. */
export function unstyled(text: string): string {
  // deno-lint-ignore no-control-regex
  return text.replaceAll(/\x1b\[[\d;]*m|\x1b\]8;[^\x07\x1b]*(?:\x07|\x1b\\)/g, "");
}
