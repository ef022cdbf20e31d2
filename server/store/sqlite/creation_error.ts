import { bareMessage } from "../../../cli/system_error.ts";
import { StoreProblem } from "../store_error.ts";

/**
 * Returns the error of a file that could not be opened or created, with the operating system's code.
 *
 * @param error The error of the call.
 */
export function creationError(error: unknown): Error {
  return error instanceof Deno.errors.NotFound
    ? new StoreProblem("no_directory", bareMessage(error))
    : Object.assign(new Error(bareMessage(error), { cause: error }), {
      code: (error as { readonly code?: string }).code,
    });
}
