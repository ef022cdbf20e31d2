/** Fails at a terminal in a way that nothing takes care of: by an error, or by a promise that nobody awaits. */

import { Ending } from "../../client/terminal/ending.ts";
import { LineHistory } from "../../client/terminal/line_history.ts";
import { Screen } from "../../client/terminal/screen.ts";

const display = new Screen({
  onLine: () => fail(),
  onLeave: () => {},
  lineHistory: new LineHistory([], () => {}),
  isSecret: () => false,
  complete: () => [],
  confirm: () => undefined,
});
new Ending(display, () => {});
display.prompt("> ");

function fail(): void {
  const error = new Error("uma falha");
  if (Deno.args[0] === "promise") Promise.reject(error);
  else throw error;
}
