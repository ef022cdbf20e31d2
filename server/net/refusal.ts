import type { ErrorCode } from "../../protocol/messages/error_code.ts";

/** Reason for a refusal. */
export interface Refusal {
  readonly code: ErrorCode;
  /** Value that the code's text names. */
  readonly value: string;
}
