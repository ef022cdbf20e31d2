import type { Ref } from "../../protocol/messages/request.ts";

/** Returns the `ref` of a request as a field of its answer, if there is one. */
export function withRef(ref: Ref | undefined): { ref?: Ref } {
  return ref === undefined ? {} : { ref };
}
