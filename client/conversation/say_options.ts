/** What a message has beside its text, when it is sent. */
export interface SayOptions {
  /** The id of the message that it replies to. */
  readonly reply?: number;
  /** Whether the text tells what the user does, as `/me` says it. */
  readonly action?: true;
}
