import { escapeControl } from "../../protocol/text/escape_control.ts";

/** Most characters of a title and of a text, in UTF-16 code units. */
const MAX_TITLE = 80;
const MAX_TEXT = 240;

/**
 * Returns the sequence with which a terminal shows a notification. There is no standard: kitty has OSC 99, rxvt-unicode and
 * foot have OSC 777, and others, such as iTerm2, WezTerm and Ghostty, OSC 9. Those that know none ignore it.
 *
 * @param title Who sent it, and where.
 * @param text What was sent; control characters in it are shown as escapes.
 * @param term The kind of terminal, as `TERM` names it.
 */
export function notification(title: string, text: string, term: string): string {
  // In OSC 777, a semicolon ends the title; in ConEmu's OSC 9, digits before one are a command.
  const shownTitle = shown(title, MAX_TITLE).replaceAll(";", ",");
  const shownText = shown(text, MAX_TEXT);
  const line = `${shownTitle}: ${shownText}`;
  if (/kitty/.test(term)) {
    return osc(`99;i=chat:d=0;${shownTitle}`) + osc(`99;i=chat:p=body;${shownText}`);
  }
  if (/rxvt|foot/.test(term)) return osc(`777;notify;${shownTitle};${shownText}`);
  // tmux hands on what is wrapped so, if `allow-passthrough` is set.
  if (term.startsWith("tmux")) {
    return `\x1bPtmux;${osc(`9;${line}`).replaceAll("\x1b", "\x1b\x1b")}\x1b\\`;
  }
  return osc(`9;${line}`);
}

function osc(content: string): string {
  return `\x1b]${content}\x1b\\`;
}

function shown(text: string, most: number): string {
  const line = text.slice(0, 4 * most).replaceAll(/\s+/g, " ").trim();
  const escaped = escapeControl(line);
  if (escaped.length <= most) return escaped;
  // Do not cut a character in half.
  return `${escaped.slice(0, most).replace(/[\ud800-\udbff]$/, "")}…`;
}
