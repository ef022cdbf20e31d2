import type { UnreadRoom } from "../conversation/line_rooms.ts";

/**
 * Returns the prompt: the current room and unread messages elsewhere if there are several rooms, otherwise only its sign.
 *
 * @param prompt Sign of the prompt.
 * @param here The current room.
 * @param otherRooms The watched rooms.
 * @param columns Width of the terminal: if the prompt would take more than half of it, unread messages are summed up.
 */
export function promptOf(
  prompt: string,
  here: string,
  otherRooms: readonly UnreadRoom[],
  columns: number,
): string {
  if (otherRooms.length === 0) return prompt;
  const unread = otherRooms.filter(({ unread }) => unread > 0);
  const counts = unread.map(({ room, unread }) => `${room} ${unread}`);
  const whole = `[${[here, ...counts].join(" · ")}] ${prompt}`;
  if (whole.length <= columns / 2 || unread.length === 0) return whole;
  return `[${here} · ${unread.reduce((sum, { unread }) => sum + unread, 0)}] ${prompt}`;
}
