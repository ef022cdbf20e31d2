import type { ErrorCode } from "../../protocol/messages/error_code.ts";
import type { Refusal } from "../net/refusal.ts";

/** Returns the error for a name that a presence does not give: it is reserved, or taken. */
export function refuseName(code: ErrorCode, name: string): Refusal {
  return { code, ...(code === "bad_name" && { cause: "reserved" }), value: name };
}
