/**
 * Program that fails at a terminal when Enter is pressed: by an uncaught error, with `full` on a full screen, or with
 * `promise` by a rejected promise that nothing awaits.
 */

import { en } from "../../locale/en/catalogue.ts";
import { drawScreen } from "../../client/terminal/full/draw_screen.ts";
import { Ending } from "../../client/terminal/ending.ts";
import { LineHistory } from "../../client/terminal/line_history.ts";
import { TerminalScreen } from "../../client/terminal/screen.ts";

const display = new TerminalScreen({
  onLine: fail,
  onLeave: () => {},
  lineHistory: new LineHistory([], () => {}),
  complete: () => [],
  editOfLast: () => undefined,
  confirm: () => undefined,
  canSuspend: false,
  reflows: false,
  term: "xterm",
  texts: en.client,
});
const nothing = () => {};
new Ending(display, { onLeave: nothing, save: nothing });
display.prompt({ prompt: "> " });

if (Deno.args[0] === "full") {
  const nothing = { rooms: [], topic: undefined, members: undefined, log: () => [] };
  display.setView({
    columns: 80,
    draw: (input, status, size) => drawScreen({ ...nothing, input, status }, size),
    press: () => false,
  });
}

function fail(): void {
  const error = new Error("uma falha");
  if (Deno.args[0] === "promise") Promise.reject(error);
  else throw error;
}
