import type { SessionHandle } from "./session_handle.ts";
import type { Peer } from "../net/peer.ts";
import type { ErrorCode } from "../../protocol/messages/error_code.ts";
import type { DirectMessage, ServerMessage } from "../../protocol/messages/messages.ts";
import type { Ref } from "../../protocol/messages/request.ts";
import { nameKey } from "../../protocol/text/names.ts";
import type { Wire } from "../dialect/dialect.ts";
import type { SendQueue } from "../send/send_queue.ts";
import type { Backlog } from "./backlog.ts";
import type { WorkSource } from "../collections/work_queue.ts";

/** Sends a member an `error`: the code, the value it names, and the `ref` of the request. */
export type Refuse = (member: Member, code: ErrorCode, value: string, ref?: Ref) => void;

/** A room that a member is in. */
export interface JoinedRoom {
  readonly key: string;
  /** The name as it is shown. */
  readonly name: string;
}

/** Private messages on their way to one session. */
export interface PrivateMessages {
  /** Sends a message that was just stored, unless it is among those still being read. */
  receive(conversation: string, message: DirectMessage): void;
  /** Takes the `ref` of a `pong`. */
  confirm(ref: unknown): void;
  /** Sends nothing more. */
  end(): void;
}

/** What waits to be written to a member. */
export type MemberQueue = Pick<SendQueue, "push" | "flushed">;

/** What a {@linkcode Member} is made of. */
export interface MemberOptions {
  readonly name: string;
  /** The digest of the token that shows that a later session is the same one. */
  readonly digest: string;
  /** The id of the account, if it is a registered name. */
  readonly account?: string | undefined;
  /** The revision of the account that the session signed in with. */
  readonly revision?: number | undefined;
  readonly wire: Wire;
  readonly sendQueue: MemberQueue;
  readonly handle: SessionHandle;
  /** Where passwords would come from. */
  readonly peer: Peer;
}

/** Accounts that a session remembers after it was logged out of them. */
const MAX_FORMER = 16;

/** Session of a user after signing in. */
export class Member {
  readonly wire: Wire;
  readonly sendQueue: MemberQueue;
  readonly handle: SessionHandle;
  readonly peer: Peer;
  /** Tells this session from every other. */
  readonly session: string = crypto.randomUUID();
  /** Of the token, see {@linkcode MemberOptions}. */
  readonly digest: string;
  /** The rooms one is in, by their keys. */
  readonly rooms: Map<string, JoinedRoom> = new Map();
  /** The id of the account one is logged in to. */
  #account: string | undefined;
  /** The accounts that one was logged in to before. */
  #former: readonly string[] = [];
  /** The private messages to the account. */
  inbox: PrivateMessages | undefined;
  /** What the session missed and is being sent. */
  backlog: Backlog | undefined;
  /** The expensive request that is being answered: one of a session at a time. */
  asking: Promise<void> | undefined;
  /** The revision of the account that the session signed in with: its rights end with it. */
  revision: number | undefined;
  /** Whether this session gives its account another password, so that it does not end with the earlier one. */
  isChangingPassword = false;
  #name: string;
  #key: string;

  constructor({ name, digest, account, revision, wire, sendQueue, handle, peer }: MemberOptions) {
    this.#name = name;
    this.#key = nameKey(name);
    this.digest = digest;
    this.#account = account;
    this.revision = revision;
    this.wire = wire;
    this.sendQueue = sendQueue;
    this.handle = handle;
    this.peer = peer;
  }

  /** The same for all sessions of one person: private messages belong to it, not to a name that anyone may take later. */
  get identity(): string {
    return this.#account ?? this.digest;
  }

  /** The id of the account one is logged in to. */
  get account(): string | undefined {
    return this.#account;
  }

  set account(account: string | undefined) {
    const before = this.#account;
    if (before !== undefined && before !== account) {
      this.#former = [...new Set([...this.#former, before])].slice(-MAX_FORMER);
    }
    this.#account = account;
  }

  /** All identities by which bans know the user, whatever the name: the account, earlier accounts, the token's digest. */
  get identities(): readonly string[] {
    const own = this.#account === undefined ? [] : [this.#account];
    return [...own, ...this.#former, this.digest];
  }

  /** Where one comes from. */
  get address(): string {
    return this.peer.host;
  }

  /** For whom the expensive work of this session counts. */
  get source(): WorkSource {
    return { session: this.handle, identity: this.identity, address: this.peer.address };
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
    this.sendQueue.push(this.wire.encode(events));
  }
}
