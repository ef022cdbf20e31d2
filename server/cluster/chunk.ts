/** Into how many groups those who are to move are divided at most. */
const MOST_GROUPS = 50;

/** How many move together at least. */
const LEAST = 4;

/** Divides those who are to move to another node into small groups, in their order. */
export function* chunk<T>(members: readonly T[]): Iterable<readonly T[]> {
  const size = Math.max(LEAST, Math.ceil(members.length / MOST_GROUPS));
  for (let from = 0; from < members.length; from += size) yield members.slice(from, from + size);
}
