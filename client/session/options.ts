import type { Dial } from "../connection/transport.ts";
import type { ClientEvent } from "./event.ts";
import type { ClientTimeouts } from "./timeouts.ts";

/** Options of {@linkcode ChatClient}. */
export interface ClientOptions {
  /** Connects, the first time and after each lost connection. */
  readonly dial: Dial;
  /**
   * Called with each event, in order, before the next one changes the client: a user interface needs the client's state
   * as of the event. Otherwise iterate over the client.
   */
  readonly onEvent?: (event: ClientEvent) => void;
  /**
   * Returns the waits before attempts to reconnect, in milliseconds.
   *
   * @default {from 500, doubling up to 30000, each at random between half and all of it}
   */
  readonly waits?: () => Iterator<number>;
  /** Timeouts; each has a default. */
  readonly timeouts?: Partial<ClientTimeouts>;
  /**
   * Whether a user can give another name or password if the server refuses to have a lost session back. If so, the client waits
   * for {@linkcode ChatClient.signIn} then; otherwise it closes.
   *
   * @default {false}
   */
  readonly asksUser?: boolean;
  /**
   * The rooms to enter at the first `welcome`; later ones are asked for with `join`. For a room that cannot be entered an
   * `error` comes, then `left` with its name.
   *
   * @default {the server's first room, `#geral`}
   */
  readonly rooms?: readonly string[];
  /**
   * Whether messages that arrive in a first room are passed on even if its `recent` event has them: for callers that do not
   * show that event.
   *
   * @default {false}
   */
  readonly repeatsRecent?: boolean;
  /** The token of an earlier `welcome`, to continue that session if the server still holds it. */
  readonly token?: string;
}
