import type { ErrorCode } from "./error_code.ts";
import type { Ref } from "./request.ts";

/** Thrown to end the parsing of a message; the parser catches it. */
export class ParseError extends Error {
  /** A room to resume whose name is no longer valid. */
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
