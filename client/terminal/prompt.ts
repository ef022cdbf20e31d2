import type { UnreadRoom } from "../conversation/line_rooms.ts";

/**
 * Says where one speaks and what is unread elsewhere: nothing but the prompt where one is in one room.
 *
 * @param prompt What is asked for.
 * @param here The room in which one speaks.
 * @param otherRooms The other rooms that one follows.
 * @param columns How wide the terminal is: where all would take more than half of it, what is unread is added up.
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
