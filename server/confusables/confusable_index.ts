/**
 * Confusable names (Unicode UTS 39): finds names that could be mistaken for another.
 *
 * It knows names only as text, and not whose they are.
 *
 * @module
 */
import { toAddress } from "../../protocol/text/address.ts";
import { nameKey } from "../../protocol/text/names.ts";
import { MultiMap } from "../collections/multi_map.ts";
import { skeleton } from "./skeleton.ts";

/**
 * Names that would speak for the server or for those who run it. `SYS` and `ERRO` stand before what the server says, also in
 * English.
 */
const RESERVED = [
  ...["admin", "administrador", "administrator", "chat", "erro", "error", "moderador", "moderator"],
  ...["operador", "operator", "root", "server", "servidor", "sistema", "sys", "system"],
];

let reserved: ReadonlySet<string> | undefined;

/**
 * Tells whether a name is reserved, or looks like a reserved one, without case.
 *
 * @param name A user's name.
 * @returns Whether it would speak for the server, or is an address, which a ban would be of.
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

/** Who goes by which name, found by what the names look like. */
export class ConfusableIndex<Holder> {
  /** By each of the views of their names. */
  readonly #holders = [0, 1, 2].map(() => new MultiMap<string, Holder>());
  /** Entries added since the last search, whose skeletons are not computed: a start needs none. */
  #added: [name: string, holder: Holder][] = [];

  add(name: string, holder: Holder): void {
    this.#added.push([name, holder]);
  }

  delete(name: string, holder: Holder): void {
    this.#index();
    for (const [index, form] of skeletons(name).entries()) {
      this.#holders[index]!.delete(form, holder);
    }
  }

  /** Returns the entries whose name equals a name without case, or looks like it; perhaps repeated. */
  find(name: string): Holder[] {
    this.#index();
    return skeletons(name).flatMap((form, index) => this.#holders[index]!.get(form));
  }

  #index(): void {
    if (this.#added.length === 0) return;
    for (const [name, holder] of this.#added) {
      for (const [index, form] of skeletons(name).entries()) {
        this.#holders[index]!.add(form, holder);
      }
    }
    this.#added = [];
  }
}

/**
 * What a name looks like as it is, in small letters and in capitals. These are compared each with its like: `Iara`, as it is,
 * looks like `lara`, but nobody takes it for `Lara`.
 */
export function skeletons(name: string): string[] {
  const look = skeleton(name);
  const small = nameKey(name);
  // A string that is there already is not kept twice.
  return [look, small === name ? look : skeleton(small), skeleton(name.toUpperCase())];
}
