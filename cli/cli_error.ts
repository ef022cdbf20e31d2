/** An operation that failed for a reason users can understand: one line without a stack trace, and exit code 1. */
export class CliError extends Error {
  override name = "CliError";
}
