import type { ErrorCode } from "./error_code.ts";
import type { Ref } from "./messages.ts";

/** Unwinds the parsing of one message; it never leaves the parser. */
export class Refusal extends Error {
  constructor(readonly code: ErrorCode, readonly detail: string, readonly ref?: Ref) {
    super(detail);
  }
}
