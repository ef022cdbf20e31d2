import { MAX_TOKEN } from "../limits.ts";
import type { Ref } from "./request.ts";

/** Returns a value as a `ref`, or `undefined` if it is not a valid one. */
export function toRef(ref: unknown): Ref | undefined {
  // JSON.parse turns numbers that are too large into Infinity, which JSON cannot express.
  const isUsable = typeof ref === "string" ? ref.length <= MAX_TOKEN : Number.isFinite(ref);
  return isUsable ? ref as Ref : undefined;
}
