/** Most groups that the members of a node are divided into. */
const MOST_GROUPS = 50;

/** Smallest group. */
const LEAST = 4;

/** Divides the members that move to another node into small groups, in their order. */
export function* chunk<T>(members: readonly T[]): Iterable<readonly T[]> {
  const size = Math.max(LEAST, Math.ceil(members.length / MOST_GROUPS));
  for (let from = 0; from < members.length; from += size) yield members.slice(from, from + size);
}
