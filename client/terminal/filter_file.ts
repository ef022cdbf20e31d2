import {
  DEFAULT_FILTER,
  type FilterSettings,
  type FilterStore,
  MAX_IGNORED,
} from "../conversation/display_filter.ts";
import { formatFilter, parseFilter } from "../conversation/stored_filter.ts";
import type { Catalogue } from "../../locale/texts/catalogue.ts";
import { readStateFile, writeStateFile } from "./state_file.ts";
import { systemReason } from "../../cli/system_error.ts";

/** Largest file that is read, in bytes: what {@linkcode MAX_IGNORED} names take at most. */
const MAX_FILE = 256 * MAX_IGNORED;

/** Keeps what the user chose not to see in a file that only its user can read. */
export class FilterFile implements FilterStore {
  readonly #path: string;
  readonly #texts: Pick<Catalogue, "client" | "system">;

  /**
   * @param path Its path; it is created when there is something to keep.
   * @param texts The language of errors.
   */
  constructor(path: string, texts: Pick<Catalogue, "client" | "system">) {
    this.#path = path;
    this.#texts = texts;
  }

  /** Reads the file; without it, or if it is damaged, everything is shown. */
  load(): FilterSettings {
    const text = readStateFile(this.#path, MAX_FILE);
    return text === undefined ? DEFAULT_FILTER : parseFilter(text);
  }

  update(change: (settings: FilterSettings) => FilterSettings): string | undefined {
    const { client, system } = this.#texts;
    // Another client may have changed the file.
    const settings = change(this.load());
    try {
      writeStateFile(this.#path, formatFilter(settings));
    } catch (error) {
      return client.cannotKeep(this.#path, systemReason(error, system));
    }
  }
}
