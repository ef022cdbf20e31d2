import { StoreProblem } from "./store_error.ts";

/**
 * Rejects a database of a later version of this program.
 *
 * @param version Its schema version; 0 if it is empty.
 * @param newest The newest version that this program knows.
 * @throws {Error} If it has a later version.
 */
export function refuseNewer(version: number, newest: number): void {
  if (version <= newest) return;
  throw new StoreProblem(
    "newer",
    `its schema version ${version} is newer than ${newest}, the newest known here`,
    version,
    newest,
  );
}

/**
 * Rejects a database of any other version of this program, where it must not be migrated.
 *
 * @param version Its schema version; 0 if it is empty.
 * @param newest The newest version that this program knows.
 * @throws {Error} If it has another version.
 */
export function requireNewest(version: number, newest: number): void {
  refuseNewer(version, newest);
  if (version === newest) return;
  throw new StoreProblem(
    "older",
    `its schema version ${version} is older than ${newest}; chat serve brings it up to date`,
    version,
    newest,
  );
}
