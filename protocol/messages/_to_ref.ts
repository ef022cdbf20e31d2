import { MAX_TOKEN } from "../limits.ts";
import type { Ref } from "./request.ts";

/** Gives what a message has as its `ref`, unless it could not be sent back. */
export function toRef(ref: unknown): Ref | undefined {
  // A number beyond the largest has become `Infinity`, which JSON does not know.
  const isUsable = typeof ref === "string" ? ref.length <= MAX_TOKEN : Number.isFinite(ref);
  return isUsable ? ref as Ref : undefined;
}
