/** Whether a key belongs to an input method, where Enter picks a word. Safari ends the composition before that Enter. */
export function isInputMethod({ isComposing, keyCode }: KeyboardEvent): boolean {
  return isComposing || keyCode === 229;
}
