import { ChatError } from "../connection/errors.ts";
import type { ErrorCode } from "../../protocol/messages/error_code.ts";
import type { ErrorMessage } from "../../protocol/messages/server_messages.ts";

/** The server answered with an `error` message, whose text is the error's message. */
export class RefusedError extends ChatError {
  /** "RefusedError" */
  override name = "RefusedError";
  /** The code of the message; a server newer than this client may send codes that are not in {@linkcode ErrorCode}. */
  readonly code: ErrorCode;

  /** Takes code and text of an `error` message. */
  constructor({ code, message }: Pick<ErrorMessage, "code" | "message">) {
    super(message || code);
    this.code = code;
  }
}

/** The client is closed, or the server does not let it return. */
export class ClosedError extends ChatError {
  /** "ClosedError" */
  override name = "ClosedError";
  /** As in the event `closed`: the reason of the server's `bye`, such as `quit` or `banned`, or `lost`. */
  readonly reason: string;

  /** Takes why the session is closed. */
  constructor(reason: string) {
    super(`Cannot reach the server as the session is closed: ${reason}`);
    this.reason = reason;
  }
}
