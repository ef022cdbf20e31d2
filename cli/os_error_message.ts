/**
 * Returns the operating system's reason for a failed call, without the call and path that Deno adds; callers name the
 * file.
 *
 * @param error The error of the call.
 */
export function osErrorMessage(error: unknown): string {
  const reason = error instanceof Error ? error.message : String(error);
  return reason.replace(/ \(os error .*/s, "");
}
