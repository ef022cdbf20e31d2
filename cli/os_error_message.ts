/**
 * Gives the system's words for why a file cannot be used, without the call and the path that Deno adds: whoever shows
 * them has named the file.
 *
 * @param error What the call failed with.
 */
export function osErrorMessage(error: unknown): string {
  const reason = error instanceof Error ? error.message : String(error);
  return reason.replace(/ \(os error .*/s, "");
}
