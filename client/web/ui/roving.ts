/** The keys that go through a list, and where each goes from an index. */
const MOVES: Readonly<Record<string, (index: number, count: number) => number>> = {
  ArrowDown: (index, count) => Math.min(index + 1, count - 1),
  ArrowUp: (index) => Math.max(index - 1, 0),
  Home: () => 0,
  End: (_, count) => count - 1,
};

/** What of a list takes the focus: one after the other with the arrow keys. */
const ITEMS = "[data-item]";

/**
 * Goes through a list with the arrow keys, Home and End; Tab goes to one of it and then on.
 *
 * @param event A key that was pressed in the list, which is what listens to it.
 */
export function rove(event: KeyboardEvent): void {
  const move = MOVES[event.key];
  if (!move || !(event.currentTarget instanceof HTMLElement)) return;
  const items = [...event.currentTarget.querySelectorAll<HTMLElement>(ITEMS)];
  const index = items.findIndex((item) => item.contains(document.activeElement));
  const next = items[move(index, items.length)];
  if (!next) return;
  event.preventDefault();
  next.focus();
}

/**
 * Gives the attributes of an item of such a list.
 *
 * @param isEntry Whether Tab goes to this one of them.
 */
export function item(isEntry: boolean) {
  return { "data-item": "", tabIndex: isEntry ? 0 : -1 };
}
