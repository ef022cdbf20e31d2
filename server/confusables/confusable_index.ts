/**
 * Confusable names (Unicode UTS 39): finds names that can be mistaken for another.
 *
 * It knows names only as text, not whose they are.
 *
 * @module
 */
import { toAddress } from "../../protocol/text/address.ts";
import { nameKey } from "../../protocol/text/names.ts";
import { MultiMap } from "../collections/multi_map.ts";
import { skeleton } from "./skeleton.ts";

/**
 * Names that seem to be the server or its operators. `SYS` and `ERRO` are prefixes of the server's lines, also in
 * English.
 */
const RESERVED = [
  ...["admin", "administrador", "administrator", "chat", "erro", "error", "moderador", "moderator"],
  ...["operador", "operator", "root", "server", "servidor", "sistema", "sys", "system"],
];

/** Skeletons of a name as it is, in lower case and in upper case. */
type Skeletons = readonly [look: string, small: string, large: string];

let reserved: ReadonlySet<string> | undefined;

/**
 * Returns whether a name is reserved, or looks like a reserved one, ignoring case.
 *
 * @param name A user name.
 * @returns Also true for an address, because a ban of the name would be one of the address.
 *
 * @example Usage
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { isReserved } from "./confusable_index.ts";
 *
 * assertEquals(isReserved("Sistema"), true);
 * assertEquals(isReserved("Adriana"), false);
 * ```
 */
export function isReserved(name: string): boolean {
  if (toAddress(name) !== undefined) return true;
  reserved ??= new Set(RESERVED.flatMap(skeletons));
  return skeletons(name).some((form) => reserved!.has(form));
}

/** Index of names by what they look like. */
export class ConfusableIndex<Holder> {
  readonly #asWritten = new MultiMap<string, Holder>();
  readonly #inLowerCase = new MultiMap<string, Holder>();
  /** Names whose skeleton is the same as written and in lower case, as those of most rooms. */
  readonly #inBoth = new MultiMap<string, Holder>();
  readonly #inUpperCase = new MultiMap<string, Holder>();
  /** Entries added before the first search, whose skeletons are not computed: a start needs none. */
  #added: [name: string, holder: Holder][] | undefined = [];

  add(name: string, holder: Holder): void {
    if (this.#added) this.#added.push([name, holder]);
    else this.#put(name, holder);
  }

  delete(name: string, holder: Holder): void {
    this.#index();
    for (const [map, form] of this.#placesOf(name)) map.delete(form, holder);
  }

  /** Returns the entries whose name equals a name, ignoring case, or looks like it; entries may repeat. */
  find(name: string): Holder[] {
    this.#index();
    const [look, small, large] = skeletons(name);
    return this.#asWritten.get(look).concat(
      this.#inLowerCase.get(small),
      this.#inBoth.get(look),
      small === look ? [] : this.#inBoth.get(small),
      this.#inUpperCase.get(large),
    );
  }

  #index(): void {
    for (const [name, holder] of this.#added ?? []) this.#put(name, holder);
    this.#added = undefined;
  }

  #put(name: string, holder: Holder): void {
    for (const [map, form] of this.#placesOf(name)) map.add(form, holder);
  }

  #placesOf(name: string): [map: MultiMap<string, Holder>, form: string][] {
    const [look, small, large] = skeletons(name);
    return look === small
      ? [[this.#inBoth, look], [this.#inUpperCase, large]]
      : [[this.#asWritten, look], [this.#inLowerCase, small], [this.#inUpperCase, large]];
  }
}

/** The last name and its skeletons: a new name is checked, searched for and added, one after the other. */
let last: { readonly name: string; readonly forms: Skeletons } | undefined;

/**
 * Returns the skeletons of a name as it is, in lower case and in upper case. Each is compared with skeletons of the same
 * kind: `Iara` as it is looks like `lara`, but cannot be mistaken for `Lara`.
 */
export function skeletons(name: string): Skeletons {
  if (last?.name === name) return last.forms;
  const look = skeleton(name);
  const small = nameKey(name);
  // Do not keep equal strings twice.
  const forms = [
    look,
    small === name ? look : skeleton(small),
    skeleton(name.toUpperCase()),
  ] as const;
  last = { name, forms };
  return forms;
}
