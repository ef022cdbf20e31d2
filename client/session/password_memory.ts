import type { ClientMessage } from "../../protocol/messages/messages.ts";
import type { Ref } from "../../protocol/messages/request.ts";
import type { ServerPeer } from "../connection/transport.ts";

/**
 * The password of the session's name, to return with after the connection was lost.
 *
 * A server gets it only after it asked for it on the same connection. Another server than the one that it was given for gets
 * it only where no third party can read it.
 */
export class PasswordMemory {
  #password: { readonly text: string; readonly address: string } | undefined;
  /** Passwords that become the session's once a request succeeds; `logout` has none. */
  readonly #pending = new Map<Ref, string | undefined>();

  /** Remembers a password that was given for a server, or that there is none. */
  remember(text: string | undefined, peer: ServerPeer | undefined): void {
    this.#password = text === undefined ? undefined : { text, address: peer?.address ?? "" };
  }

  /** The password, if it may be sent to a server. */
  passwordFor(peer: ServerPeer | undefined): string | undefined {
    const { text, address } = this.#password ?? {};
    return peer?.isPrivate || peer?.address === address ? text : undefined;
  }

  /** Notes what the password will be if a request succeeds. */
  expect(ref: Ref, request: ClientMessage): void {
    if (request.type === "passwd") this.#pending.set(ref, request.new);
    else if ("password" in request) this.#pending.set(ref, request.password);
    else if (request.type === "logout") this.#pending.set(ref, undefined);
  }

  /** Notes that a request succeeded. */
  succeed(ref: Ref, peer: ServerPeer | undefined): void {
    this.remember(this.#pending.get(ref), peer);
  }

  /** Forgets a request: it is answered, or will not be. */
  forget(ref: Ref): void {
    this.#pending.delete(ref);
  }
}
