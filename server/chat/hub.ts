/**
 * Rooms, members and names: the state of the chat, and the only code that changes it.
 *
 * Nothing here knows sockets, frames, HTTP or a database. Methods that change state are synchronous, so no other change
 * can happen in between; anything slow (a database, another node) is awaited before the change starts.
 *
 * @module
 */
import { errorMessage } from "../../locale/render/error_message.ts";
import type { Catalogue } from "../../locale/texts/catalogue.ts";
import type { ErrorCode } from "../../protocol/messages/error_code.ts";
import type { Rate, ServerLimits } from "../../protocol/limits.ts";
import type { Hello } from "../../protocol/messages/client_messages.ts";
import type { ErrorMessage } from "../../protocol/messages/server_messages.ts";
import type { Ref } from "../../protocol/messages/request.ts";
import { AccountWatch } from "./account_watch.ts";
import { Accounts } from "../accounts/accounts.ts";
import { andThen } from "./and_then.ts";
import type { Bus } from "../bus/bus.ts";
import { BusReceiver } from "./bus_receiver.ts";
import { Changes } from "./changes.ts";
import type { Directory } from "./directory.ts";
import { enter, type EnterHost } from "./enter.ts";
import type { HubObserver } from "./hub_observer.ts";
import type { HubOptions } from "./hub_options.ts";
import { Identities } from "./identities.ts";
import { MessagePipeline, type PendingEntry, type PipelineObserver } from "./message_pipeline.ts";
import { MessageSender, type MessageSenderHost } from "./message_sender.ts";
import { openInbox } from "./inbox.ts";
import { LocalPresence } from "./local_presence.ts";
import type { Member } from "./member.ts";
import { Access } from "./moderation/access.ts";
import type { ModerationHost } from "./moderation/moderation_host.ts";
import { Moderation } from "./moderation/moderation.ts";
import { Rules } from "./moderation/rules.ts";
import { MemberNames } from "./member_names.ts";
import type { Presence, PresenceHost } from "./presence.ts";
import { withRef } from "./ref.ts";
import { returnTime } from "./return_time.ts";
import type { Room } from "./room.ts";
import { type JoinHistory, joinHistoryOf, type JoinOptions } from "./room_state.ts";
import { Rooms } from "./rooms.ts";
import type { RoomsHost } from "./rooms_host.ts";
import { Roster } from "./roster.ts";
import { settledBefore } from "../async/settled_before.ts";
import type { Rejected, Stored } from "../store/entry.ts";
import type { Store } from "../store/store.ts";
import { WorkQueue } from "../collections/work_queue.ts";
import type { Refusal } from "../net/refusal.ts";

/** Reads from the store at a time: the next ones are queued when a thread of the store becomes free. */
const READS = 4;

/** Lists created at a time: empty rooms are read from the store. */
const LISTS = 2;

/**
 * Maximum bytes per message of an answer, even if frames may be larger: it is created at once, and must fit in the send
 * queue of a client, which is at least 256 KiB.
 */
const MAX_ANSWER = 64 * 1024;

/** Maximum bytes per message of a list, each item of which is looked up: about a millisecond of work. */
const MAX_LIST = 16 * 1024;

/**
 * The chat of one node: its members, their rooms and their names.
 *
 * All of that changes in synchronous code only, so it does not change while a method runs. Changes that other nodes must
 * agree to are first reserved through a {@linkcode Presence}.
 */
export class Hub
  implements
    EnterHost,
    MessageSenderHost,
    ModerationHost,
    PipelineObserver,
    PresenceHost,
    RoomsHost {
  readonly server: string;
  /** Address of the web page that `welcome` tells; set once it is known. */
  web: string | undefined;
  readonly store: Store;
  readonly bus: Bus;
  readonly texts: Catalogue;
  readonly limits: ServerLimits;
  readonly rate: Rate;
  readonly observer: HubObserver;
  /** Maximum bytes per message of an answer, unless a single item is larger. */
  readonly answerBytes: number;
  /** As {@linkcode Hub.answerBytes}, for lists: rooms, members, bans. */
  readonly listBytes: number;
  /** Reads messages from the store. */
  readonly reading: WorkQueue = new WorkQueue({ parallel: READS });
  /** Lists rooms, members and bans. */
  readonly listing: WorkQueue = new WorkQueue({ parallel: LISTS });
  readonly roster: Roster = new Roster();
  readonly pipeline: MessagePipeline;
  readonly accounts: Accounts;
  readonly accountWatch: AccountWatch;
  readonly access: Access;
  readonly rooms: Rooms;
  readonly names: MemberNames;
  readonly presence: Presence;
  readonly directory: Directory;
  readonly identities: Identities;
  readonly moderation: Moderation;
  readonly changes: Changes;
  readonly sender: MessageSender;
  readonly #receiver: BusReceiver;
  #isClosing = false;
  #refusedAtEnd = 0;

  constructor(options: HubOptions) {
    const { store, bus, texts, limits, observer } = options;
    this.store = store;
    this.bus = bus;
    this.texts = texts;
    this.limits = limits;
    this.observer = observer;
    this.rate = options.rate;
    this.server = options.server;
    this.answerBytes = Math.min(limits.frame, MAX_ANSWER);
    this.listBytes = Math.min(limits.frame, MAX_LIST);
    this.pipeline = new MessagePipeline(store, bus, this);
    this.accounts = new Accounts(store.accounts, { maxRegistrations: options.maxRegistrations });
    this.accountWatch = new AccountWatch(this);
    const rules = new Rules(options.rules);
    this.access = new Access(rules);
    this.rooms = new Rooms(this, options.announceLimit);
    const { accounts, roster, rooms, access } = this;
    this.names = new MemberNames({ roster, rooms, accounts, guest: texts.chat.guest });
    this.presence = options.presence?.(this) ?? new LocalPresence(this);
    this.directory = this.presence.directory;
    this.identities = new Identities(this);
    this.moderation = new Moderation({ host: this, rules, access, texts });
    const { editWindow } = options;
    this.changes = new Changes({ access, texts, observer, editWindow });
    this.sender = new MessageSender(this);
    this.#receiver = new BusReceiver(this);
    bus.listen(this.#receiver);
  }

  /** Messages delivered so far, counted once per session. */
  get deliveries(): number {
    return this.#receiver.deliveries;
  }

  /**
   * Reserves a member's name, then lets the member enter.
   *
   * @param member A member in no room; if its name is registered, logged in to the account.
   * @param hello The request.
   * @param token Identifies the client when it reconnects.
   * @returns Why the member may not enter, or `undefined` if it did.
   * @throws {StoreError} If the store cannot be read.
   */
  admit(
    member: Member,
    hello: Hello,
    token: string,
  ): Promise<ErrorCode | undefined> | ErrorCode | undefined {
    return andThen(this.presence.admit(member, hello), (admission) => {
      const refusal = member.handle.isEnded ? "busy" : admission.takeName();
      const { roomStates, freshRooms } = admission;
      if (refusal === undefined) enter(this, member, hello, { token, roomStates, freshRooms });
      admission.settle(refusal === undefined);
      return refusal;
    });
  }

  /** Removes a member from all rooms and releases the name. */
  remove(member: Member): void {
    if (!this.roster.has(member)) return;
    member.inbox?.end();
    this.roster.remove(member);
    this.rooms.removeFromAll(member);
    this.presence.leave(member);
  }

  /** Answers `quit`. A client that gets its `bye` may rely on the name being free. */
  quit(member: Member, ref?: Ref): Promise<void> | void {
    return andThen(
      this.presence.releaseName(member),
      () => member.handle.end("quit", withRef(ref)),
    );
  }

  join(
    member: Member,
    name: string,
    ref?: Ref,
    joinHistory: JoinHistory = joinHistoryOf(member),
  ): Promise<void> | void {
    return this.#whenReserved(
      member,
      name,
      joinHistory,
      (options) => this.rooms.join(member, name, { ...options, ref }),
    );
  }

  move(member: Member, name: string, ref?: Ref): Promise<void> | void {
    const moved = this.#whenReserved(
      member,
      name,
      joinHistoryOf(member),
      (options) => this.rooms.move(member, name, { ...options, ref }),
    );
    return andThen(moved, () => this.presence.settled());
  }

  leave(member: Member, name: string, ref?: Ref): Promise<void> | void {
    const room = this.rooms.of(member, name, ref);
    if (room === undefined) return;
    this.rooms.remove(member, room);
    const left = { type: "left", room: room.name, name: member.name, ...withRef(ref) } as const;
    return andThen(this.presence.settled(), () => member.send(left));
  }

  /** Applies changes by `chat user` in the database; call it periodically. */
  pollChanges(): void {
    void this.accountWatch.tryPoll();
    void this.moderation.operators.tryRefreshAll();
  }

  /** Notes that the user of a session is away, or back without a text, and tells the rooms of the user. */
  setAway(member: Member, text: string | undefined, ref?: Ref): Promise<void> | void {
    return andThen(this.presence.setAway(member, text), ({ away, rooms }) => {
      const said = (text: string | undefined) => text === undefined ? {} : { text };
      const { name, session } = member;
      member.send({ type: "away", name, ...said(text), ...withRef(ref) });
      if (rooms.length === 0) return;
      this.bus.announce({ event: { type: "away", name, ...said(away) }, rooms, except: session });
    });
  }

  refuse(member: Member, refusal: Refusal, ref?: Ref): void {
    member.send(errorMessage({ ...refusal, ref }, this.texts));
  }

  /** Starts sending a signed-in member the private messages to its account. */
  openInbox(member: Member): void {
    const { store, reading, answerBytes: maxFrame, observer } = this;
    openInbox(member, { store, reading, maxFrame, observer });
  }

  onStored(): void {
    this.observer.onStored();
  }

  onChanged(change: PendingEntry, stored: Stored): void {
    this.changes.audit(change, stored);
  }

  toError(entry: PendingEntry, rejected: Rejected): ErrorMessage {
    return this.changes.toError(entry, rejected);
  }

  onRefused(entries: readonly PendingEntry[], error: unknown): void {
    // The reason is for the operator: it would show clients file names and SQL.
    for (const { member, ref } of entries) this.refuse(member, { code: "not_stored" }, ref);
    if (this.#isClosing) this.#refusedAtEnd += entries.length;
    this.observer.onStoreFailed(error);
  }

  /** Number of messages rejected since {@linkcode Hub.close} started, or not known to be stored. */
  get notStored(): number {
    return this.#refusedAtEnd + this.pipeline.unstored;
  }

  /**
   * Stores and delivers all received messages, then ends every session.
   *
   * @param signal Aborts storing; messages not stored by then are rejected.
   */
  async close(signal: AbortSignal): Promise<void> {
    this.#isClosing = true;
    this.rooms.close();
    if (!await settledBefore(this.pipeline.settled(), signal)) {
      this.store.abandon();
      // Senders get the rejections before their `bye`.
      await this.pipeline.settled();
    }
    const after = returnTime(this.roster.size);
    for (const member of this.roster) member.handle.end("shutting_down", after);
  }

  /** Lets a member enter a room, in synchronous code, after its place there is reserved. */
  #whenReserved(
    member: Member,
    name: string,
    joinHistory: JoinHistory,
    enterRoom: (options: JoinOptions) => Room | undefined,
  ): Promise<void> | void {
    const { added } = this.pipeline;
    return andThen(this.presence.reserveRoom(member, name, joinHistory), (reservation) => {
      const { isFresh, state } = reservation;
      // Meanwhile another member may have created the room, sent a message and left.
      const isEmpty = isFresh && state === undefined && joinHistory === "latest" &&
        this.pipeline.added === added;
      const options = { joinHistory: isEmpty ? "empty" : joinHistory, isFresh, state } as const;
      const room = this.roster.has(member) ? enterRoom(options) : undefined;
      reservation.settle(room !== undefined);
    });
  }
}
