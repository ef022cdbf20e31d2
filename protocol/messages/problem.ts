import type { ErrorCode } from "./error_code.ts";
import type { Ref } from "./request.ts";

/** Why a message is invalid. */
export interface Problem {
  /** The code of the `error` that answers it. */
  readonly code: ErrorCode;
  /** What is wrong: the value, the field, or what the field must be. */
  readonly detail: string;
  /** What `detail` should have been, if the error says so. */
  readonly expects?: "number";
  /** The `ref` of the message, if it has one. */
  readonly ref?: Ref;
  /** A room to resume whose name is no longer valid; the client gets `left` for it. */
  readonly gone?: string;
}
