import {
  DEFAULT_FILTER,
  type FilterSettings,
  type FilterStore,
  MAX_IGNORED,
} from "../conversation/display_filter.ts";
import { formatFilter, parseFilter } from "../conversation/stored_filter.ts";
import type { ChatTexts } from "../../locale/texts/catalogue.ts";
import { osErrorMessage } from "../../cli/os_error_message.ts";

/** Largest file that is read, in bytes: what {@linkcode MAX_IGNORED} names take at most. */
const MAX_FILE = 256 * MAX_IGNORED;

/** Keeps what the user chose not to see in a file that only its user can read. */
export class FilterFile implements FilterStore {
  readonly #path: string;
  readonly #texts: ChatTexts["client"];

  /**
   * @param path Its path; it is created when there is something to keep.
   * @param texts The language of errors.
   */
  constructor(path: string, texts: ChatTexts["client"]) {
    this.#path = path;
    this.#texts = texts;
  }

  /** Reads the file; without it, or if it is damaged, everything is shown. */
  load(): FilterSettings {
    try {
      if (Deno.statSync(this.#path).size > MAX_FILE) return DEFAULT_FILTER;
      return parseFilter(Deno.readTextFileSync(this.#path));
    } catch {
      return DEFAULT_FILTER;
    }
  }

  update(change: (settings: FilterSettings) => FilterSettings): string | undefined {
    // Another client may have changed the file.
    const settings = change(this.load());
    const temporary = `${this.#path}.${Deno.pid}`;
    try {
      Deno.mkdirSync(this.#path.replace(/[/\\][^/\\]*$/, ""), { recursive: true, mode: 0o700 });
      Deno.writeTextFileSync(temporary, formatFilter(settings), { mode: 0o600 });
      Deno.renameSync(temporary, this.#path);
    } catch (error) {
      return this.#texts.cannotKeep(this.#path, osErrorMessage(error));
    }
  }
}
