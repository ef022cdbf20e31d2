import { CliError } from "../../cli/cli_error.ts";
import type { Catalogue } from "../../locale/texts/catalogue.ts";
import { StoreError } from "../store/store_error.ts";
import { storeFailure } from "../store/store_failure.ts";

/**
 * Replaces errors of a store by lines for users.
 *
 * @param run What uses the store.
 * @param texts The texts of the language.
 * @returns The result of `run`.
 * @throws {CliError} If the store fails.
 */
export async function explainStoreErrors<T>(run: () => Promise<T>, texts: Catalogue): Promise<T> {
  try {
    return await run();
  } catch (error) {
    if (!(error instanceof StoreError)) throw error;
    throw new CliError(storeFailure(error, texts), { cause: error });
  }
}
