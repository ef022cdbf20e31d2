import type { ErrorCode } from "./error_code.ts";
import type { Ref } from "./request.ts";

/** Why a message was refused. */
export interface Problem {
  /** The code that the `error` in answer to it carries. */
  readonly code: ErrorCode;
  /** What was wrong: the value, the field, or what it must be. */
  readonly detail: string;
  /** The `ref` of the message, where it had one. */
  readonly ref?: Ref;
  /** The room that the client wanted to come back to, where none may be called so: it is to hear that it left. */
  readonly gone?: string;
}
