import type { Size } from "./bottom_line.ts";

/** Returns the size of the terminal; that of the first terminals, 80 by 24, if it is unknown. */
export function terminalSize(): Size {
  try {
    const { columns, rows } = Deno.consoleSize();
    if (columns > 0 && rows > 0) return { columns, rows };
  } catch {
    // There is no terminal, or it is closed.
  }
  return { columns: 80, rows: 24 };
}
