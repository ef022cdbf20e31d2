/** Keys that move through a list, with the index that each moves to. */
const MOVES: Readonly<Record<string, (index: number, count: number) => number>> = {
  ArrowDown: (index, count) => Math.min(index + 1, count - 1),
  ArrowUp: (index) => Math.max(index - 1, 0),
  Home: () => 0,
  End: (_, count) => count - 1,
};

/** Steps in a grid: by items, and by rows. */
const GRID_MOVES: Readonly<Record<string, readonly [items: number, rows: number]>> = {
  ArrowRight: [1, 0],
  ArrowLeft: [-1, 0],
  ArrowDown: [0, 1],
  ArrowUp: [0, -1],
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
  if (move) moveFocus(event, move);
}

/**
 * Moves the focus through a grid as {@linkcode rove} does through a list.
 *
 * @param event A key event, whose listener is on the grid.
 */
export function roveGrid(event: KeyboardEvent): void {
  const step = GRID_MOVES[event.key];
  if (!step || !(event.currentTarget instanceof HTMLElement)) return rove(event);
  const [items, rows] = step;
  const columns = columnsOf(event.currentTarget);
  moveFocus(event, (index, count) => {
    const next = index + items + columns * rows;
    return next >= 0 && next < count ? next : index;
  });
}

/** Counts the items in the first row of a grid. */
function columnsOf(grid: HTMLElement): number {
  const tops = [...grid.querySelectorAll(ITEMS)].map((item) => item.getBoundingClientRect().top);
  const second = tops.findIndex((top) => top > tops[0]!);
  return second < 0 ? tops.length : second;
}

function moveFocus(
  event: KeyboardEvent,
  move: (index: number, count: number) => number,
): void {
  if (!(event.currentTarget instanceof HTMLElement)) return;
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
