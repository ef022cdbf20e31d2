import type { Ref } from "../../protocol/messages/request.ts";

/** The `ref` of a request as a field of its answer, where there is one. */
export function withRef(ref: Ref | undefined): { ref?: Ref } {
  return ref === undefined ? {} : { ref };
}
