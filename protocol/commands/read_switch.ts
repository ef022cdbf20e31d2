const ON = ["on", "sim", "yes"];
const OFF = ["off", "não", "nao", "no"];

/** Parses a choice between on and off; `undefined` if it is neither. */
export function readSwitch(typed: string): boolean | undefined {
  const word = typed.toLowerCase();
  if (ON.includes(word)) return true;
  return OFF.includes(word) ? false : undefined;
}
