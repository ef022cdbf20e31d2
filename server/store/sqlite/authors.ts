import { RecentMap } from "../../collections/recent_map.ts";
import type { SqliteStatements } from "./statements.ts";

/** Size of the cache, see {@linkcode RecentMap}. */
const REMEMBERED = 10_000;

/** Maps identities to their numbers in rows. Only the connection that writes uses it. */
export class SqliteAuthors {
  readonly #statements: SqliteStatements;
  #numbers = new RecentMap<number>(REMEMBERED);

  constructor(statements: SqliteStatements) {
    this.#statements = statements;
  }

  /** Returns the number of an identity, and assigns a number if the identity has none. */
  numberOf(identity: string): number {
    let number = this.#numbers.get(identity);
    if (number === undefined) {
      number = findAuthor(this.#statements, identity) ??
        this.#statements.run("INSERT INTO author (identity) VALUES (?)", identity).lastInsertRowid;
      this.#numbers.set(identity, number);
    }
    return number;
  }

  /** Clears the cache, which may contain authors that the current transaction added, since it is rolled back. */
  revert(): void {
    this.#numbers = new RecentMap(REMEMBERED);
  }
}

/** Returns the number of an identity, or `undefined` if it has none. */
export function findAuthor(statements: SqliteStatements, identity: string): number | undefined {
  return statements.get<{ number: number }>(
    "SELECT number FROM author WHERE identity = ?",
    identity,
  )?.number;
}

/** Returns the identity of an author, or `undefined` if it is not stored. */
export function identityOf(
  statements: SqliteStatements,
  author: number | null | undefined,
): string | undefined {
  if (author === undefined || author === null) return undefined;
  return statements.get<{ identity: string }>(
    "SELECT identity FROM author WHERE number = ?",
    author,
  )?.identity;
}
