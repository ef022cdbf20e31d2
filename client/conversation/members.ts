/** Sorts names as people do: `aluno2` before `aluno10`, and `Érica` beside `Erica`. */
const { compare } = new Intl.Collator(undefined, { numeric: true });

/** Members of a room, sorted by name. Its arrays and sets are never modified: a change replaces them. */
export class Members {
  readonly #onChange: () => void;
  #names: readonly string[] = [];
  #operators: ReadonlySet<string> = new Set();
  #isKnown = false;

  /** @param onChange Called after each change. */
  constructor(onChange: () => void) {
    this.#onChange = onChange;
  }

  get names(): readonly string[] {
    return this.#names;
  }

  /** Names with operator rights, also of operators who left: whether one has them again is known from a new list. */
  get operators(): ReadonlySet<string> {
    return this.#operators;
  }

  /** Whether the member list has arrived. */
  get isKnown(): boolean {
    return this.#isKnown;
  }

  set(names: readonly string[], operators: readonly string[]): void {
    const here = new Set(names);
    // After a restart of the server, operators come back one by one.
    const absent = [...this.#operators].filter((name) => !here.has(name));
    this.#operators = new Set([...operators, ...absent]);
    this.#isKnown = true;
    this.#set(names);
  }

  add(name: string): void {
    this.#set([...this.#names, name]);
  }

  remove(name: string): void {
    this.#set(this.#names.filter((other) => other !== name));
  }

  rename(from: string, name: string): void {
    const operators = new Set(this.#operators);
    const isOperator = operators.delete(from);
    // The name may have belonged to an operator who left.
    if (isOperator) operators.add(name);
    else operators.delete(name);
    this.#operators = operators;
    this.#set(this.#names.map((other) => other === from ? name : other));
  }

  #set(names: readonly string[]): void {
    this.#names = [...new Set(names)].sort(compare);
    this.#onChange();
  }
}
