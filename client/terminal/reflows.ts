/** Terminals that wrap their rows anew and set no `COLORTERM`. */
const BY_NAME = /^(tmux|xterm-kitty|alacritty|foot|xterm-ghostty|wezterm)/;

/**
 * Returns whether a terminal wraps the rows on its screen anew when it becomes narrower, as most of today do, rather than cut
 * them, as xterm and GNU screen do. Where it cannot be known, the answer is no.
 *
 * @param term `TERM`.
 * @param colorTerm `COLORTERM`.
 */
export function reflows(term: string | undefined, colorTerm: string | undefined): boolean {
  if (term === undefined || BY_NAME.test(term)) return true;
  return /truecolor|24bit/i.test(colorTerm ?? "") && !term.startsWith("screen");
}
