import { nameKey } from "../../protocol/text/names.ts";

/** Members of a room, sorted by name. Its arrays and sets are never modified: a change replaces them. */
export class Members {
  #names: readonly string[] = [];
  #operators: ReadonlySet<string> = new Set();

  get names(): readonly string[] {
    return this.#names;
  }

  /** Members with operator rights. */
  get operators(): ReadonlySet<string> {
    return this.#operators;
  }

  set(names: readonly string[], operators: readonly string[]): void {
    this.#names = sorted(names);
    this.#operators = new Set(operators);
  }

  add(name: string): void {
    this.#names = sorted([...this.#names, name]);
  }

  remove(name: string): void {
    this.#names = this.#names.filter((other) => other !== name);
  }

  rename(from: string, name: string): void {
    this.#names = sorted(this.#names.map((other) => other === from ? name : other));
  }
}

function sorted(names: readonly string[]): readonly string[] {
  return [...new Set(names)].sort((one, other) => nameKey(one).localeCompare(nameKey(other)));
}
