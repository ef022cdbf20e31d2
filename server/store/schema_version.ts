/**
 * Makes sure that a database is not of a later version of this program.
 *
 * @param version Its schema version, 0 if there is nothing in it yet.
 * @param newest The newest that is known here.
 * @throws {Error} If it is.
 */
export function refuseNewer(version: number, newest: number): void {
  if (version <= newest) return;
  throw new Error(
    `its schema version ${version} is newer than ${newest}, the newest known here`,
  );
}

/**
 * Makes sure that a database is of the present version of this program, where it is not to be changed.
 *
 * @param version Its schema version, 0 if there is nothing in it yet.
 * @param newest The newest that is known here.
 * @throws {Error} If it is not.
 */
export function requireNewest(version: number, newest: number): void {
  refuseNewer(version, newest);
  if (version === newest) return;
  throw new Error(
    `its schema version ${version} is older than ${newest}; chat serve brings it up to date`,
  );
}
