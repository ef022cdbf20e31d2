/** Maximum number of groups. */
const MOST_GROUPS = 50;

/** Minimum size of a group. */
const LEAST = 4;

/** Divides the members that move to another node into small groups, in order. */
export function* chunk<T>(members: readonly T[]): Iterable<readonly T[]> {
  const size = Math.max(LEAST, Math.ceil(members.length / MOST_GROUPS));
  for (let from = 0; from < members.length; from += size) yield members.slice(from, from + size);
}
