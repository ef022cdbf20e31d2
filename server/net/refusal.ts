import type { ErrorCode } from "../../protocol/messages/error_code.ts";

/** Why something was not done. */
export interface Refusal {
  readonly code: ErrorCode;
  /** What the text of the code is about. */
  readonly value: string;
}
