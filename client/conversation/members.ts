let collator: Intl.Collator | undefined;

/** Sorts names as people do: `aluno2` before `aluno10`, and `Érica` beside `Erica`. */
function sort(names: readonly string[]): readonly string[] {
  collator ??= new Intl.Collator(undefined, { numeric: true });
  return names.toSorted(collator.compare);
}

/** Members of a room, sorted by name. Its arrays and sets are never modified: a change replaces them. */
export class Members {
  readonly #onChange: () => void;
  #names: readonly string[] = [];
  /** The names, sorted when they are first read: a terminal in line mode never shows them, and need not load a collation. */
  #sorted: readonly string[] | undefined;
  #operators: ReadonlySet<string> = new Set();
  #away: ReadonlyMap<string, string> = new Map();
  #isKnown = false;

  /** @param onChange Called after each change. */
  constructor(onChange: () => void) {
    this.#onChange = onChange;
  }

  get names(): readonly string[] {
    return this.#sorted ??= sort(this.#names);
  }

  /** Names with operator rights, also of operators who left: whether one has them again is known from a new list. */
  get operators(): ReadonlySet<string> {
    return this.#operators;
  }

  /** What members who are away say about it, by name. */
  get away(): ReadonlyMap<string, string> {
    return this.#away;
  }

  /** Whether the member list has arrived. */
  get isKnown(): boolean {
    return this.#isKnown;
  }

  set(
    names: readonly string[],
    operators: readonly string[],
    away: Iterable<readonly [string, string]> = [],
  ): void {
    const here = new Set(names);
    // After a restart of the server, operators come back one by one.
    const absent = [...this.#operators].filter((name) => !here.has(name));
    this.#operators = new Set([...operators, ...absent]);
    this.#away = new Map(away);
    this.#isKnown = true;
    this.#set(names);
  }

  add(name: string): void {
    this.#set([...this.#names, name]);
  }

  remove(name: string): void {
    this.#noteAway(name, undefined);
    this.#set(this.#names.filter((other) => other !== name));
  }

  /** Notes that a member is away, or back without a text. */
  setAway(name: string, text: string | undefined): void {
    if (!this.#names.includes(name) || this.#away.get(name) === text) return;
    this.#noteAway(name, text);
    this.#onChange();
  }

  rename(from: string, name: string): void {
    const operators = new Set(this.#operators);
    const isOperator = operators.delete(from);
    // The name may have belonged to an operator who left.
    if (isOperator) operators.add(name);
    else operators.delete(name);
    this.#operators = operators;
    const away = this.#away.get(from);
    this.#noteAway(from, undefined);
    this.#noteAway(name, away);
    this.#set(this.#names.map((other) => other === from ? name : other));
  }

  #noteAway(name: string, text: string | undefined): void {
    if (this.#away.get(name) === text) return;
    const others = [...this.#away].filter(([other]) => other !== name);
    this.#away = new Map(text === undefined ? others : [...others, [name, text]]);
  }

  #set(names: readonly string[]): void {
    this.#names = [...new Set(names)];
    this.#sorted = undefined;
    this.#onChange();
  }
}
