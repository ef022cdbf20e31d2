import type { SessionHandle } from "./session_handle.ts";
import type { Peer } from "../net/peer.ts";
import type { ServerMessage } from "../../protocol/messages/server_messages.ts";
import { nameKey } from "../../protocol/text/names.ts";
import type { Wire } from "../dialect/dialect.ts";
import type { SendQueue } from "../send/send_queue.ts";
import type { Backlog } from "./backlog.ts";
import type { DirectEntry } from "../store/wire_entry.ts";
import type { WorkSource } from "../collections/work_queue.ts";

/** A room that a member is in. */
export interface JoinedRoom {
  readonly key: string;
  /** Name as shown. */
  readonly name: string;
}

/** Private messages sent to one session. */
export interface PrivateMessages {
  /** Sends an entry that was just stored, unless a page that is still being read contains it. */
  receive(conversation: string, entry: DirectEntry): void;
  /** Handles the `ref` of a `pong`. */
  confirm(ref: unknown): void;
  /** Stops sending. */
  end(): void;
}

/** Queue of bytes to be written to a member. */
export type MemberQueue = Pick<SendQueue, "push" | "flushed" | "size">;

/** Options of a {@linkcode Member}. */
export interface MemberOptions {
  readonly name: string;
  /** Digest of the token, which identifies a reconnecting client. */
  readonly digest: string;
  /** Id of the account, if the name is registered. */
  readonly account?: string | undefined;
  /** Revision of the account that the session signed in with. */
  readonly revision?: number | undefined;
  /** Identity of the guest that registered the account, if known. */
  readonly registrant?: string | undefined;
  readonly wire: Wire;
  readonly sendQueue: MemberQueue;
  readonly handle: SessionHandle;
  /** Peer, as the source of passwords. */
  readonly peer: Peer;
}

/** Maximum former accounts of a session. */
const MAX_FORMER = 16;

/** A signed-in session. */
export class Member {
  readonly wire: Wire;
  readonly sendQueue: MemberQueue;
  readonly handle: SessionHandle;
  readonly peer: Peer;
  /** Unique id of the session. */
  readonly session: string = crypto.randomUUID();
  /** Digest of the token, see {@linkcode MemberOptions}. */
  readonly digest: string;
  /** Rooms of the session, by key. */
  readonly rooms: Map<string, JoinedRoom> = new Map();
  /** Id of the account, if logged in. */
  #account: string | undefined;
  /** Accounts that the session was logged in to before. */
  #former: readonly string[] = [];
  /** Private messages to the account. */
  inbox: PrivateMessages | undefined;
  /** Missed messages that are being sent. */
  backlog: Backlog | undefined;
  /** The expensive request that is being answered; a session has one at a time. */
  asking: Promise<void> | undefined;
  /** Revision of the account that the session signed in with; its rights end with it. */
  revision: number | undefined;
  /** What the user says about being away; `undefined` if the user is not away from this session. */
  away: string | undefined;
  /** When the session signed in, in Unix milliseconds. */
  readonly since: number = Date.now();
  /** When the session last said or changed something, or signed in, by a monotonic clock. */
  lastSpoke: number = performance.now();
  /** Whether this session registers its name or changes its password: it keeps its name, and does not end, meanwhile. */
  isChangingAccount = false;
  /** The account and the guest that registered it, if known. */
  #registered: { readonly id: string; readonly registrant: string } | undefined;
  #name: string;
  #key: string;

  constructor(options: MemberOptions) {
    const { name, digest, account, revision, registrant, wire, sendQueue, handle, peer } = options;
    this.#name = name;
    this.#key = nameKey(name);
    this.digest = digest;
    this.#account = account;
    this.revision = revision;
    if (account !== undefined) this.noteRegistrant({ id: account, registrant });
    this.wire = wire;
    this.sendQueue = sendQueue;
    this.handle = handle;
    this.peer = peer;
  }

  /**
   * The same for all sessions of one user. Private messages belong to it rather than to a name that others can take
   * later.
   */
  get identity(): string {
    return this.#account ?? this.digest;
  }

  /** Id of the account, if logged in. */
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

  /** All identities by which bans recognize the user under any name: the account, former accounts, the token's digest. */
  get identities(): readonly string[] {
    const own = this.#account === undefined ? [] : [this.#account];
    return [...own, ...this.#former, this.digest];
  }

  /** Identities whose messages are the user's own: the account, the guest that registered it, and the token's digest. */
  get authorIdentities(): readonly string[] {
    const account = this.#account;
    if (account === undefined) return [this.digest];
    const registrant = this.#registered?.id === account ? this.#registered.registrant : undefined;
    return registrant === undefined || registrant === this.digest
      ? [account, this.digest]
      : [account, registrant, this.digest];
  }

  /** Notes which guest registered an account that the session logs in to. */
  noteRegistrant({ id, registrant }: { id: string; registrant?: string | undefined }): void {
    this.#registered = registrant === undefined ? undefined : { id, registrant };
  }

  /** Address of the client. */
  get address(): string {
    return this.peer.host;
  }

  /** Source that the session's expensive work counts towards. */
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

  /** Name, case-folded. */
  get key(): string {
    return this.#key;
  }

  /** Sends events to this session. */
  send(...events: ServerMessage[]): void {
    this.sendQueue.push(this.wire.encode(events, this.name));
  }
}
