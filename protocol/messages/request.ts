/** What a client may put into a request to find the answer to it: it comes back there, and only there. */
export type Ref = string | number;

/** The fields that every request may carry. */
export interface ClientRequest {
  /** Comes back in the answer. */
  readonly ref?: Ref;
}
