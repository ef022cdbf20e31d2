import type { ErrorCode } from "./error_code.ts";
import type { ErrorDetails } from "./error_details.ts";
import type { Ref } from "./request.ts";

/** Why a message is invalid: the `error` that answers it, without a text. */
export interface Problem extends ErrorDetails {
  /** The code of the `error`. */
  readonly code: ErrorCode;
  /** The `ref` of the message, if it has one. */
  readonly ref?: Ref;
  /** A room to resume whose name is no longer valid; the client gets `left` for it. */
  readonly gone?: string;
}
