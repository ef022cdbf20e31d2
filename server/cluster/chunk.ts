/** Maximum number of groups. */
const MAX_GROUPS = 50;

/** Minimum size of a group. */
const MIN_SIZE = 4;

/** Divides the members that move to another node into small groups, in order. */
export function* chunk<T>(members: readonly T[]): Iterable<readonly T[]> {
  const size = Math.max(MIN_SIZE, Math.ceil(members.length / MAX_GROUPS));
  for (let from = 0; from < members.length; from += size) yield members.slice(from, from + size);
}
