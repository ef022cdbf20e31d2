import type { Quote } from "../../protocol/messages/changes.ts";
import { nameKey } from "../../protocol/text/names.ts";

/** Most names that can be ignored. */
export const MAX_IGNORED = 1_000;

/** What a user chose not to see. */
export interface FilterSettings {
  /** Names of the ignored users, as typed. */
  readonly ignored: readonly string[];
  /** Whether comings and goings are hidden. */
  readonly isQuiet: boolean;
}

/** Without a choice, everything is shown. */
export const DEFAULT_FILTER: FilterSettings = { ignored: [], isQuiet: false };

/** Keeps what a user chose not to see over restarts of the client. */
export interface FilterStore {
  load(): FilterSettings;
  /**
   * Replaces what is stored.
   *
   * @returns Why that failed, for the user; `undefined` if it did not.
   */
  update(change: (settings: FilterSettings) => FilterSettings): string | undefined;
}

/** A message; other entries of a log have neither. */
interface Said {
  readonly from?: string;
  readonly reply?: Quote;
}

/**
 * Decides what is shown: nothing of ignored users, and no comings and goings in quiet mode.
 *
 * A registered name belongs to its account, so the name stands for the account. A guest is ignored also after renaming, until
 * the client restarts.
 */
export class DisplayFilter {
  readonly #store: FilterStore | undefined;
  #settings: FilterSettings;
  /** Keys of the ignored names. */
  #ignored: ReadonlySet<string>;
  /** Keys of the names that ignored users have taken since. */
  readonly #renamed = new Set<string>();
  /** Messages without the quotes of ignored users, so that the same message is the same object. */
  #unquoted = new WeakMap<Said, Said>();
  #version = 0;

  /** @param store Keeps the settings; without it, they last as long as the client. */
  constructor(store?: FilterStore) {
    this.#store = store;
    this.#settings = store?.load() ?? DEFAULT_FILTER;
    this.#ignored = toKeys(this.#settings);
  }

  get isQuiet(): boolean {
    return this.#settings.isQuiet;
  }

  /** Names of the ignored users. */
  get ignored(): readonly string[] {
    return this.#settings.ignored;
  }

  /** Changes whenever something else is shown. */
  get version(): number {
    return this.#version;
  }

  /** Whether a user is ignored. */
  ignores(name: string): boolean {
    if (this.#ignored.size === 0) return false;
    const key = nameKey(name);
    return this.#ignored.has(key) || this.#renamed.has(key);
  }

  /** Returns the messages that are shown, as {@linkcode DisplayFilter.toShown} returns each. */
  select<T extends object & Said>(messages: readonly T[]): readonly T[] {
    if (this.#ignored.size === 0) return messages;
    return messages.flatMap((message) => this.toShown(message) ?? []);
  }

  /** Returns a message as it is shown: not at all from an ignored user, and without what it quotes of one. */
  toShown<T extends Said>(message: T): T | undefined {
    const { from, reply } = message;
    if (from !== undefined && this.ignores(from)) return undefined;
    if (reply?.from === undefined || !this.ignores(reply.from)) return message;
    const known = this.#unquoted.get(message) ?? { ...message, reply: { id: reply.id } };
    this.#unquoted.set(message, known);
    return known as T;
  }

  /**
   * Ignores a user from now on, or no longer.
   *
   * @returns Why that cannot be kept, for the user; `undefined` if it is.
   */
  setIgnored(name: string, isIgnored: boolean): string | undefined {
    const key = nameKey(name);
    if (!isIgnored) this.#renamed.delete(key);
    return this.#update((settings) => {
      const others = settings.ignored.filter((other) => nameKey(other) !== key);
      return { ...settings, ignored: isIgnored ? [...others, name].slice(-MAX_IGNORED) : others };
    });
  }

  /** Hides comings and goings from now on, or no longer; returns as {@linkcode DisplayFilter.setIgnored}. */
  setQuiet(isQuiet: boolean): string | undefined {
    return this.#update((settings) => ({ ...settings, isQuiet }));
  }

  /** Follows an ignored user to another name. */
  rename(from: string, name: string): void {
    if (!this.ignores(from) || this.ignores(name)) return;
    if (this.#renamed.size >= MAX_IGNORED) this.#renamed.clear();
    this.#renamed.add(nameKey(name));
    this.#version++;
  }

  #update(change: (settings: FilterSettings) => FilterSettings): string | undefined {
    this.#settings = change(this.#settings);
    this.#ignored = toKeys(this.#settings);
    this.#unquoted = new WeakMap();
    this.#version++;
    return this.#store?.update(change);
  }
}

function toKeys({ ignored }: FilterSettings): ReadonlySet<string> {
  return new Set(ignored.map(nameKey));
}
