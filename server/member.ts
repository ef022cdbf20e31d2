import type { Ref, ServerMessage } from "../protocol/messages.ts";
import { nameKey } from "../protocol/names.ts";
import type { Wire } from "./dialect/dialect.ts";
import type { Room } from "./room.ts";

/** Why the hub ends a session. */
export type Farewell = "quit" | "replaced" | "busy" | "shutting_down";

/** The way out to one person, as the hub knows it. */
export interface Exit {
  /** Queues bytes; they may be shared with others. */
  push(bytes: Uint8Array): void;
  /** Resolves when nothing waits to be written, or nothing more can be. */
  flushed(): Promise<void>;
  /** Says why, and ends the session. */
  end(reason: Farewell, ref?: Ref): void;
}

/** Somebody who said a name: one session of theirs. */
export class Member {
  readonly wire: Wire;
  readonly exit: Exit;
  /** Tells this session from every other. */
  readonly session: string = crypto.randomUUID();
  /** The same for all sessions of one person: direct messages belong to it, not to a name that anyone may take later. */
  readonly identity: string;
  /** The rooms one is in, by their keys. */
  readonly rooms: Map<string, Room> = new Map();
  #name: string;
  #key: string;

  constructor(name: string, identity: string, wire: Wire, exit: Exit) {
    this.#name = name;
    this.#key = nameKey(name);
    this.identity = identity;
    this.wire = wire;
    this.exit = exit;
  }

  get name(): string {
    return this.#name;
  }

  set name(name: string) {
    this.#name = name;
    this.#key = nameKey(name);
  }

  /** The name without its case. */
  get key(): string {
    return this.#key;
  }

  /** Sends events to this session alone. */
  send(...events: ServerMessage[]): void {
    this.exit.push(this.wire.encode(events));
  }
}
