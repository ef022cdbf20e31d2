import type { ErrorCode } from "../../protocol/messages/error_code.ts";

/** Why a request or a connection is rejected. */
export interface Refusal {
  readonly code: ErrorCode;
  /** The value that the code's text mentions. */
  readonly value: string;
}
