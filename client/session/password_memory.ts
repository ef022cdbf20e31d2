import type { ClientMessage } from "../../protocol/messages/client_messages.ts";
import type { Ref } from "../../protocol/messages/request.ts";
import type { ServerPeer } from "../connection/transport.ts";

/**
 * The password of the session's name, for reconnecting.
 *
 * A server gets it only after asking for it on the same connection. A server other than the one it was entered for gets it
 * only if no third party can read the connection.
 */
export class PasswordMemory {
  #password: { readonly text: string; readonly address: string } | undefined;
  /** Passwords that become the session's once a request succeeds; `logout` has none. */
  readonly #pending = new Map<Ref, string | undefined>();

  /** Stores the password that the user entered for a server; `undefined` deletes it. */
  remember(text: string | undefined, peer: ServerPeer | undefined): void {
    this.#password = text === undefined ? undefined : { text, address: peer?.address ?? "" };
  }

  /** Returns the password if it may be sent to a server. */
  passwordFor(peer: ServerPeer | undefined): string | undefined {
    const { text, address } = this.#password ?? {};
    return peer?.isPrivate || peer?.address === address ? text : undefined;
  }

  /** Notes the password that applies if a request succeeds. */
  expect(ref: Ref, request: ClientMessage): void {
    if (request.type === "passwd") this.#pending.set(ref, request.new);
    else if ("password" in request) this.#pending.set(ref, request.password);
    else if (request.type === "logout") this.#pending.set(ref, undefined);
  }

  /** Notes that a request succeeded. */
  succeed(ref: Ref, peer: ServerPeer | undefined): void {
    this.remember(this.#pending.get(ref), peer);
  }

  /** Removes a request that is answered or will not be. */
  forget(ref: Ref): void {
    this.#pending.delete(ref);
  }
}
