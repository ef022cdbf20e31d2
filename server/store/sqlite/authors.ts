import { RecentMap } from "../../collections/recent_map.ts";
import type { SqliteStatements } from "./statements.ts";

/** Authors whose numbers are remembered; as many again may be. */
const REMEMBERED = 10_000;

/** The numbers that stand for identities in rows, for the one connection that writes. */
export class SqliteAuthors {
  readonly #statements: SqliteStatements;
  #numbers = new RecentMap<number>(REMEMBERED);

  constructor(statements: SqliteStatements) {
    this.#statements = statements;
  }

  /** Returns the number of an identity, which gets one if it has none. */
  numberOf(identity: string): number {
    let number = this.#numbers.get(identity);
    if (number === undefined) {
      number = findAuthor(this.#statements, identity) ??
        this.#statements.run("INSERT INTO author (identity) VALUES (?)", identity).lastInsertRowid;
      this.#numbers.set(identity, number);
    }
    return number;
  }

  /** Returns the identity with a number. */
  identityOf(number: number): string | undefined {
    return this.#statements.get<{ identity: string }>(
      "SELECT identity FROM author WHERE number = ?",
      number,
    )?.identity;
  }

  /** Forgets what the present transaction added, as it is rolled back. */
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
