/** Identifies a request: only the answer to the request carries the same `ref`. */
export type Ref = string | number;

/** The field that every request may have. */
export interface ClientRequest {
  /** Returned in the answer. */
  readonly ref?: Ref;
}
