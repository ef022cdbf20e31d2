/** Whether texts get styles at all. */
let isEnabled = false;

/**
 * Says whether texts get styles. Unlike in `@std/fmt/colors`, whoever runs the program may ask for them where `NO_COLOR` is
 * set, since a flag goes before a variable (no-color.org).
 */
export function enableStyles(isOn: boolean): void {
  isEnabled = isOn;
}

/** Styles a text with escape sequences (ECMA-48, SGR). */
function styled(text: string, on: string, off: number): string {
  return isEnabled ? `\x1b[${on}m${text}\x1b[${off}m` : text;
}

export function bold(text: string): string {
  return styled(text, "1", 22);
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

/** Bold, on the colour that letters have elsewhere. */
export function inverse(text: string): string {
  return styled(styled(text, "1", 22), "7", 27);
}

/** One of the 256 colours. */
export function colored(text: string, color: number): string {
  return styled(text, `38;5;${color}`, 39);
}
