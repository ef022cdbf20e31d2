/** Keys that move through a list, with the index that each moves to. */
const MOVES: Readonly<Record<string, (index: number, count: number) => number>> = {
  ArrowDown: (index, count) => Math.min(index + 1, count - 1),
  ArrowUp: (index) => Math.max(index - 1, 0),
  Home: () => 0,
  End: (_, count) => count - 1,
};

const ITEMS = "[data-item]";

/**
 * Moves the focus through a list with the arrow keys, Home and End. Tab enters the list at one item and then leaves it
 * ("roving tabindex" in the ARIA Authoring Practices).
 *
 * @param event A key event, whose listener is on the list.
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
 * Attributes of an item of a list that uses {@linkcode rove}.
 *
 * @param isEntry Whether Tab enters the list here.
 */
export function item(isEntry: boolean) {
  return { "data-item": "", tabIndex: isEntry ? 0 : -1 };
}
