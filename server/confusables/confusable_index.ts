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
  /** One map for each of the skeletons of a name. */
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

  /** Returns the entries whose name equals a name, ignoring case, or looks like it; entries may repeat. */
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
 * Returns the skeletons of a name as it is, in lower case and in upper case. Each is compared with skeletons of the same
 * kind: `Iara` as it is looks like `lara`, but cannot be mistaken for `Lara`.
 */
export function skeletons(name: string): string[] {
  const look = skeleton(name);
  const small = nameKey(name);
  // Do not keep equal strings twice.
  return [look, small === name ? look : skeleton(small), skeleton(name.toUpperCase())];
}
