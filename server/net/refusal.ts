import type { ErrorCode } from "../../protocol/messages/error_code.ts";
import type { ErrorDetails } from "../../protocol/messages/error_details.ts";

/** Why a request or a connection is rejected: an `error` without its text. */
export interface Refusal extends ErrorDetails {
  readonly code: ErrorCode;
}
