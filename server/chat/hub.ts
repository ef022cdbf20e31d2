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
import type { ServerLimits } from "../../protocol/limits.ts";
import type { Hello } from "../../protocol/messages/messages.ts";
import type { Ref } from "../../protocol/messages/request.ts";
import { LOBBY, nameKey } from "../../protocol/text/names.ts";
import { quote } from "../../protocol/text/quote.ts";
import { AccountWatch } from "./account_watch.ts";
import { Accounts } from "../accounts/accounts.ts";
import type { Bus } from "../bus/bus.ts";
import { announce, deliver } from "./deliver.ts";
import { Directory, type Recipient } from "./directory.ts";
import type { HubObserver } from "./hub_observer.ts";
import type { HubOptions } from "./hub_options.ts";
import { MessagePipeline, type OutgoingMessage } from "./message_pipeline.ts";
import { closeInbox, openInbox } from "./inbox.ts";
import type { Member } from "./member.ts";
import type { ModerationAction } from "../bus/moderation_action.ts";
import { Access } from "./moderation/access.ts";
import type { ModerationHost } from "./moderation/moderation_host.ts";
import { Moderation } from "./moderation/moderation.ts";
import { Rules } from "./moderation/rules.ts";
import { MemberNames } from "./member_names.ts";
import { type JoinHistory, joinHistoryOf, type Removal, type RoomState } from "./room_state.ts";
import { Rooms } from "./rooms.ts";
import type { RoomsHost } from "./rooms_host.ts";
import { Roster } from "./roster.ts";
import { welcome } from "./welcome.ts";
import { settledBefore } from "../async/settled_before.ts";
import { resumePoints } from "./resume_points.ts";
import type { Account } from "../store/account_store.ts";
import { directKey, type Store } from "../store/store.ts";
import { WorkQueue } from "../collections/work_queue.ts";

/** Reads that the store is asked for at a time: the next ones are there when a thread of it is free. */
const READS = 4;

/** Lists that are made at a time: the rooms without members are read from the store. */
const LISTS = 2;

/**
 * Most bytes of one message of an answer, also where frames may be larger: it is made in one go, and must leave room in
 * the queue of bytes to a client, of 256 KiB or more.
 */
const MAX_ANSWER = 64 * 1024;

/** Most bytes of one message of a list, each item of which is looked up: about a millisecond of work. */
const MAX_LIST = 16 * 1024;

/**
 * Who is here, in which rooms, under which names. All of that changes in synchronous code only: whatever a method finds
 * when it begins is still so when it returns.
 */
export class Hub implements ModerationHost, RoomsHost {
  readonly store: Store;
  readonly bus: Bus;
  readonly texts: Catalogue;
  readonly limits: ServerLimits;
  readonly observer: HubObserver;
  /** Most bytes of one message of an answer, if it is not one item by itself. */
  readonly answerBytes: number;
  /** As {@linkcode Hub.answerBytes}, of lists: rooms, members, bans. */
  readonly listBytes: number;
  /** What reads messages from the store. */
  readonly reading: WorkQueue = new WorkQueue({ parallel: READS });
  /** What goes through rooms, members and bans. */
  readonly listing: WorkQueue = new WorkQueue({ parallel: LISTS });
  readonly pipeline: MessagePipeline;
  readonly accounts: Accounts;
  readonly accountWatch: AccountWatch;
  readonly roster: Roster = new Roster();
  readonly rooms: Rooms;
  readonly access: Access;
  readonly directory: Directory;
  readonly moderation: Moderation;
  protected readonly names: MemberNames;
  protected readonly options: HubOptions;
  #deliveries = 0;
  #isClosing = false;
  #refusedAtEnd = 0;
  #isPolling = false;

  /** @param options What it is made of. */
  constructor(options: HubOptions) {
    const { store, texts, limits, announceLimit, observer } = options;
    this.options = options;
    this.store = store;
    this.bus = options.bus;
    this.texts = texts;
    this.observer = observer;
    this.limits = limits;
    this.answerBytes = Math.min(limits.frame, MAX_ANSWER);
    this.listBytes = Math.min(limits.frame, MAX_LIST);
    this.accounts = new Accounts(store.accounts, { maxRegistrations: options.maxRegistrations });
    this.accountWatch = new AccountWatch(this);
    const rules = new Rules(options.rules);
    this.access = new Access(rules, texts);
    this.moderation = new Moderation({ host: this, rules, access: this.access, texts });
    this.rooms = new Rooms(this, announceLimit);
    const { accounts, access, roster, rooms } = this;
    const directory = options.directory ?? ((parts) => new Directory(parts));
    this.directory = directory({ accounts, access, roster, rooms, store });
    this.names = new MemberNames({ roster, rooms, accounts, guest: texts.chat.guest });
    this.pipeline = new MessagePipeline(store, options.bus, {
      onRefused: (said, error) => {
        // The reason is for the operator: it would show clients files and statements.
        for (const { member, ref } of said) this.refuse(member, "not_stored", "", ref);
        if (this.#isClosing) this.#refusedAtEnd += said.length;
        observer.onStoreFailed(error);
      },
      onStored: () => observer.onStored(),
    });
    options.bus.listen({
      onMessages: (received) => void (this.#deliveries += deliver(this, received)),
      onAnnouncement: (announcement) => announce(this, announcement),
      onAction: (action) => this.moderation.enforcement.apply(action),
      onWake: () => this.onWake(),
      onResync: () => this.onResync(),
    });
  }

  /** How many messages were handed to sessions, counted for each of them. */
  get deliveries(): number {
    return this.#deliveries;
  }

  /** See {@linkcode RoomsHost.onRemoved}: on a single node, the room announces it. */
  onRemoved(_removal: Removal): boolean {
    return false;
  }

  /**
   * Lets somebody in who said a name, as soon as it is known whether that may be.
   *
   * @param member Who, in no room yet; if the name is registered, logged in to its account.
   * @param hello What was said.
   * @param token What shows later that it is the same person.
   * @returns Why not, or `undefined` if it worked.
   * @throws {StoreError} If it cannot be known.
   */
  admit(
    member: Member,
    hello: Hello,
    token: string,
  ): Promise<ErrorCode | undefined> | ErrorCode | undefined {
    if (member.account === undefined) return this.enter(member, hello, token);
    return this.names.namesForDisplaced(member, member.name).then((freeNames) =>
      member.handle.isEnded ? "busy" : this.enter(member, hello, token, undefined, freeNames)
    );
  }

  /**
   * As {@linkcode Hub.admit}, at once; with what the rooms are like, by their keys, where there are other nodes, and with
   * names for guests, as for {@linkcode MemberNames.makeAvailable}.
   */
  enter(
    member: Member,
    hello: Hello,
    token: string,
    roomStates?: ReadonlyMap<string, RoomState>,
    freeNames: readonly string[] = [],
  ): ErrorCode | undefined {
    const refusal = this.makeAvailable(member, member.name, member.account, freeNames);
    if (refusal !== undefined) return refusal;
    this.roster.add(member);
    const { limits, options: { rate, server } } = this;
    member.send(welcome(member, { token, limits, rate, server, ref: hello.ref }));
    for (const room of hello.gone ?? []) this.#tellGone(member, room);
    const rooms = resumePoints(hello);
    const roomState = (key: string) => roomStates?.get(key);
    const lobby = rooms.get(LOBBY);
    const joinHistory = lobby === undefined ? "live" : { after: lobby.id };
    this.rooms.join(member, LOBBY, joinHistory, undefined, roomState(LOBBY));
    for (const [key, { name, id }] of rooms) {
      if (key !== LOBBY) this.rooms.join(member, name, { after: id }, undefined, roomState(key));
    }
    this.openInbox(member);
    return undefined;
  }

  /** Removes a member from all rooms and releases the name. */
  remove(member: Member): void {
    if (!this.roster.has(member)) return;
    member.inbox?.end();
    this.roster.remove(member);
    this.rooms.removeFromAll(member);
  }

  /** Answers `quit`. */
  quit(member: Member, ref?: Ref): Promise<void> | void {
    member.handle.end("quit", ref);
  }

  join(
    member: Member,
    name: string,
    ref?: Ref,
    joinHistory: JoinHistory = joinHistoryOf(member),
  ): Promise<void> | void {
    return this.#whenKnown(member, name, joinHistory, (isFresh, joinHistory) => {
      this.rooms.join(member, name, joinHistory, ref, undefined, isFresh);
    });
  }

  move(member: Member, name: string, ref?: Ref): Promise<void> | void {
    const joinHistory = joinHistoryOf(member);
    return this.#whenKnown(member, name, joinHistory, (isFresh, joinHistory) => {
      this.rooms.move(member, name, joinHistory, ref, isFresh);
    });
  }

  leave(member: Member, name: string, ref?: Ref): Promise<void> | void {
    this.rooms.leave(member, name, ref);
  }

  say(member: Member, name: string, words: OutgoingMessage): void {
    const room = this.rooms.of(member, name, words.ref);
    if (room === undefined) return;
    const refusal = this.access.refuseSpeech(member, room);
    if (refusal) this.refuse(member, refusal.code, refusal.value, words.ref);
    else this.pipeline.add(member, { kind: "room", conversation: room.key, to: room.name }, words);
  }

  direct(member: Member, to: Recipient, words: OutgoingMessage): void {
    const conversation = directKey(member.identity, to.identity);
    this.pipeline.add(member, { kind: "direct", conversation, to: to.name }, words);
  }

  /** Goes by another name, which has no account; or by that of the account in other letters. */
  rename(member: Member, name: string, ref?: Ref): Promise<void> | void {
    const banned = this.access.refuseName(member, name);
    if (banned) return this.refuse(member, banned.code, banned.value, ref);
    const { account } = member;
    const refusal = this.makeAvailable(member, name, account, []);
    if (refusal !== undefined) this.refuse(member, refusal, name, ref);
    else this.names.applyNameChange(member, { name, account, ref });
  }

  /** Goes on in an account, under its name. */
  async logIn(member: Member, { id, name, revision }: Account): Promise<void> {
    const freeNames = await this.names.namesForDisplaced(member, name);
    if (!this.roster.has(member)) return;
    member.revision = revision;
    this.makeAvailable(member, name, id, freeNames);
    this.names.applyNameChange(member, { name, account: id });
    this.moderation.enforcement.recheck(member);
    this.openInbox(member);
  }

  /** Goes on as a guest under an unused name, and leaves the rooms that only the account may be in. */
  async logOut(member: Member): Promise<void> {
    await this.changeToGuest(member);
    if (this.roster.has(member)) this.moderation.enforcement.recheck(member);
  }

  /** Returns a session a name of a guest, which no account has and no other session goes by. */
  async changeToGuest(member: Member, reason?: "registered"): Promise<void> {
    for await (const name of this.names.freeGuestNames()) {
      if (!this.roster.has(member)) return;
      closeInbox(member);
      return this.names.applyNameChange(member, { name, account: undefined, reason });
    }
  }

  /** The account of a session has another password, which the session gave it: it goes on. */
  confirm(member: Member, { revision }: Account): Promise<void> | void {
    member.revision = revision;
  }

  /** An account was changed here: its other sessions end at once, on other nodes too. */
  async shareAccountChange(): Promise<void> {
    this.options.bus.wake();
    await this.#pollAccounts();
  }

  /** Shares a moderation action with the other nodes. */
  share(action: ModerationAction): void {
    this.options.bus.share(action);
  }

  /** Looks for what `chat user` changed; to be called now and then. */
  pollChanges(): void {
    void this.#pollAccounts();
    if (this.roster.size === 0 || this.#isPolling) return;
    this.#isPolling = true;
    // A store that fails is told of where something is to be stored; until it works, what was known holds.
    this.moderation.operators.refreshAll().catch(() => {}).finally(() => this.#isPolling = false);
  }

  /** What must work beside the store, by its name: each rejects where it does not. */
  get checks(): Readonly<Record<string, () => Promise<void>>> {
    return {};
  }

  refuse(member: Member, code: ErrorCode, value: string, ref?: Ref): void {
    member.send(errorMessage({ code, value, ref }, this.texts));
  }

  /** Messages that were refused since {@linkcode Hub.close} began, or are not known to be stored yet. */
  get notStored(): number {
    return this.#refusedAtEnd + this.pipeline.unstored;
  }

  /**
   * Stores and delivers all that was said, then ends every session.
   *
   * @param signal Until when to store; what is not stored by then is refused.
   */
  async close(signal: AbortSignal): Promise<void> {
    this.#isClosing = true;
    this.rooms.close();
    if (!await settledBefore(this.pipeline.settled(), signal)) {
      this.store.abandon();
      // Senders learn that before their `bye`.
      await this.pipeline.settled();
    }
    for (const member of this.roster) member.handle.end("shutting_down");
  }

  /** Another node changed something that all share. */
  protected onWake(): void {
    void this.#pollAccounts();
  }

  /** Something may have been lost on the way from other nodes. */
  protected onResync(): void {}

  /**
   * Whether a room that is made now has no past: nothing was ever said in it, and nothing holds in it. Only such a room
   * belongs to who makes it.
   *
   * @throws {StoreError} If that cannot be known.
   */
  protected async isFresh(key: string): Promise<boolean> {
    if (!this.access.isUntouched(key)) return false;
    await this.pipeline.settled();
    return await this.store.last(key) === 0;
  }

  /** Joins a room, which is created only after the store was asked whether it has a past. A resume creates none. */
  #whenKnown(
    member: Member,
    name: string,
    joinHistory: JoinHistory,
    enter: (isFresh: boolean, joinHistory: JoinHistory) => void,
  ): Promise<void> | void {
    const key = nameKey(name);
    const isKnown = this.rooms.get(key) !== undefined || !this.access.isUntouched(key);
    if (typeof joinHistory === "object" || isKnown || member.rooms.size >= this.limits.rooms) {
      return enter(false, joinHistory);
    }
    const { added } = this.pipeline;
    return this.isFresh(key).then((isFresh) => {
      if (!this.roster.has(member)) return;
      // Meanwhile another member may have created the room, spoken and left.
      const isEmpty = isFresh && joinHistory === "latest" && this.pipeline.added === added;
      enter(isFresh, isEmpty ? "empty" : joinHistory);
    });
  }

  /** As {@linkcode MemberNames.makeAvailable}. */
  protected makeAvailable(
    member: Member,
    name: string,
    account: string | undefined,
    freeNames: readonly string[],
  ): ErrorCode | undefined {
    return this.names.makeAvailable(member, name, account, freeNames);
  }

  /** A store that fails is told of where something is to be stored; what is missed meanwhile is seen when it works. */
  async #pollAccounts(): Promise<void> {
    if (this.roster.size > 0) await this.accountWatch.poll().catch(() => {});
  }

  /** Sends a signed-in member the private messages to its account. */
  protected openInbox(member: Member): void {
    const { store, reading, answerBytes: maxFrame, observer } = this;
    openInbox(member, { store, reading, maxFrame, observer });
  }

  /** Tells a client that resumes that a room's name is no longer allowed. */
  #tellGone(member: Member, room: string): void {
    this.refuse(member, "bad_room", quote(room));
    member.send({ type: "left", room, name: member.name });
  }
}
