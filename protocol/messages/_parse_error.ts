import type { ErrorCode } from "./error_code.ts";
import type { Ref } from "./request.ts";

/** Unwinds the parsing of one message; it never leaves the parser. */
export class ParseError extends Error {
  /** The room that a client came back to, and that no room may be called any more. */
  readonly gone: string | undefined;

  constructor(
    readonly code: ErrorCode,
    readonly detail: string,
    readonly ref?: Ref,
    gone?: string,
  ) {
    super(detail);
    this.gone = gone;
  }
}
