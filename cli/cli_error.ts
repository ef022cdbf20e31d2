/** What the program cannot do, in one line for people: the exit code is 1, and there is no stack trace. */
export class CliError extends Error {
  override name = "Failure";
}
