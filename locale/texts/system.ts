/**
 * Texts of errors of the operating system, in one language. Each is a clause without a subject of its own: the line in which it
 * stands names the address or the file.
 */
export interface SystemTexts {
  /** Nothing listens there. */
  readonly refused: string;
  /** The connection broke. */
  readonly reset: string;
  readonly timeout: string;
  /** There is no route to the host or network. */
  readonly unreachable: string;
  /** The name of a host has no address. */
  readonly noHost: string;
  /** Names of hosts cannot be looked up now. */
  readonly lookupFailed: string;
  readonly addressInUse: string;
  /** The address to listen on is that of another machine. */
  readonly foreignAddress: string;
  readonly denied: string;
  /** As {@linkcode denied}, for a port that needs privileges. */
  readonly privilegedPort: string;
  readonly missing: string;
  readonly notDirectory: string;
  readonly isDirectory: string;
  readonly exists: string;
  readonly full: string;
  readonly readOnly: string;
  readonly tooManyOpen: string;
  readonly noMemory: string;
  readonly inputOutput: string;
  readonly nameTooLong: string;
  readonly linkLoop: string;
  readonly inUse: string;
  /** The system rejects the value. */
  readonly invalid: string;
  /** The machine does not support addresses of this kind. */
  readonly unsupported: string;
}
