import type { ErrorCode } from "../../protocol/messages/error_code.ts";
import type { Hello } from "../../protocol/messages/messages.ts";
import type { Ref } from "../../protocol/messages/request.ts";
import { LOBBY, nameKey } from "../../protocol/text/names.ts";
import { userTopic } from "../bus/bus.ts";
import { subscribeAll } from "../bus/subscribe_all.ts";
import { Hub } from "../chat/hub.ts";
import type { HubOptions } from "../chat/hub_options.ts";
import { closeInbox } from "../chat/inbox.ts";
import type { Member } from "../chat/member.ts";
import { loadRules } from "../chat/moderation/load_rules.ts";
import { resumePoints } from "../chat/resume_points.ts";
import { withRef } from "../chat/ref.ts";
import type { Room } from "../chat/room.ts";
import {
  type JoinHistory,
  joinHistoryOf,
  type Removal,
  type RoomState,
} from "../chat/room_state.ts";
import type { Account } from "../store/account_store.ts";
import { Claims } from "./claims.ts";
import { ClusterDirectory } from "./cluster_directory.ts";
import { chunk } from "./chunk.ts";
import type { Registry } from "./registry.ts";
import type { RegistryJoin } from "./registry_types.ts";
import { restore } from "./restore.ts";

/**
 * The hub of one node of several. What is asked for is put down in the registry first, where all nodes see it; then it
 * changes here, in synchronous code as on a single node.
 */
export class ClusterHub extends Hub {
  readonly #registry: Registry;
  readonly #claims: Claims;
  /** By their sessions. */
  readonly #members = new Map<string, Member>();
  /** The sessions that have a name in the registry, and are on their way in. */
  readonly #entering = new Set<string>();
  #isMoving = false;

  /**
   * @param options See {@linkcode HubOptions}.
   * @param registry What the nodes agree on.
   */
  constructor(options: HubOptions, registry: Registry) {
    super({ ...options, directory: (parts) => new ClusterDirectory(parts, registry.queries) });
    this.#registry = registry;
    this.#claims = new Claims({
      registry,
      bus: options.bus,
      roster: this.roster,
      names: this.names,
      applyPendingEvents: () => this.applyPendingEvents(),
    });
  }

  override onRemoved({ member, room, cause, except }: Removal): boolean {
    this.options.bus.unsubscribe(room.key);
    const { session } = member;
    // Who moves to another node takes their place there with them.
    if (!this.#isMoving) void this.#registry.depart({ session, room: room.key, cause, except });
    return true;
  }

  override get checks(): Readonly<Record<string, () => Promise<void>>> {
    return { bus: () => this.options.bus.check() };
  }

  override async admit(
    member: Member,
    hello: Hello,
    token: string,
  ): Promise<ErrorCode | undefined> {
    this.#entering.add(member.session);
    try {
      const refusal = await this.#claims.take(member, member.name, member.account);
      return refusal ?? await this.#enter(member, hello, token);
    } catch (error) {
      // The member may be in the registry though the answer was lost.
      void this.#registry.depart(toDeparture(member));
      throw error;
    } finally {
      this.#entering.delete(member.session);
    }
  }

  override remove(member: Member): void {
    if (!this.roster.has(member)) return;
    super.remove(member);
    this.#members.delete(member.session);
    this.options.bus.unsubscribe(userTopic(member.identity));
    if (!this.#isMoving) void this.#registry.depart(toDeparture(member));
  }

  override async quit(member: Member, ref?: Ref): Promise<void> {
    // After `bye` the name must be free on all nodes.
    await this.#registry.depart(toDeparture(member)).catch(() => {});
    super.quit(member, ref);
  }

  override async join(
    member: Member,
    name: string,
    ref?: Ref,
    joinHistory: JoinHistory = joinHistoryOf(member),
  ): Promise<void> {
    await this.#join(member, name, joinHistory, ref);
  }

  override async move(member: Member, name: string, ref?: Ref): Promise<void> {
    const before = this.rooms.joined(member);
    const room = await this.#join(member, name, joinHistoryOf(member), ref);
    if (room === undefined) return;
    for (const other of before) if (other !== room) this.rooms.remove(member, other);
    await this.#settled();
  }

  override async leave(member: Member, name: string, ref?: Ref): Promise<void> {
    const room = this.rooms.of(member, name, ref);
    if (room === undefined) return;
    this.rooms.remove(member, room);
    await this.#settled();
    member.send({ type: "left", room: room.name, name: member.name, ...withRef(ref) });
  }

  override async rename(member: Member, name: string, ref?: Ref): Promise<void> {
    const banned = this.access.refuseName(member, name);
    if (banned) return this.refuse(member, banned.code, banned.value, ref);
    const refusal = await this.#claims.change(member, { name, account: member.account, ref });
    if (refusal !== undefined) this.refuse(member, refusal, name, ref);
  }

  override async logIn(member: Member, { id, name, revision }: Account): Promise<void> {
    member.revision = revision;
    await this.#claims.change(member, { name, account: id });
    if (!this.roster.has(member)) return;
    this.moderation.enforcement.recheck(member);
    this.openInbox(member);
  }

  override async changeToGuest(member: Member, reason?: "registered"): Promise<void> {
    closeInbox(member);
    await this.#claims.changeToGuest(member, reason);
  }

  override async confirm(member: Member, account: Account): Promise<void> {
    await super.confirm(member, account);
    // A client that comes back by its token to another node is known by what the registry has.
    await this.#claims.take(member, member.name, member.account);
  }

  /** Another node changed something. */
  protected override onWake(): void {
    super.onWake();
    this.applyPendingEvents().catch((error) => this.observer.onStoreFailed(error));
  }

  /** Moderation actions of other nodes may have been lost. */
  protected override onResync(): void {
    this.moderation.enforcement.reloadRules(() => loadRules(this.store.rules))
      .catch((error) => this.observer.onStoreFailed(error));
  }

  /** Does to members of this node what was decided elsewhere. */
  async applyPendingEvents(): Promise<void> {
    for (const event of await this.#registry.pendingEvents()) {
      const member = this.#members.get(event.session);
      if (member === undefined) {
        this.#entering.delete(event.session);
        void this.#registry.depart({ session: event.session });
      } else if (event.kind === "replaced") member.handle.end("replaced");
      else {this.names.applyNameChange(member, {
          name: event.name,
          account: undefined,
          reason: "registered",
        });}
    }
  }

  /** Registers all members again; a member whose name another has taken is disconnected. */
  async restore(): Promise<void> {
    await this.#registry.register();
    await restore(this.#registry, this);
  }

  /**
   * Moves all members to other nodes, in small groups, the longest connected first.
   *
   * @param pause Waits between two groups.
   */
  async moveAll(pause: () => Promise<void>): Promise<void> {
    this.#isMoving = true;
    for (const group of chunk([...this.roster])) {
      // What they said is stored, delivered and acknowledged first.
      await this.pipeline.settled();
      for (const member of group) member.handle.end("moving");
      await pause();
    }
  }

  protected override makeAvailable(
    member: Member,
    name: string,
    account: string | undefined,
  ): ErrorCode | undefined {
    return this.#claims.makeAvailable(member, name, account);
  }

  async #enter(member: Member, hello: Hello, token: string): Promise<ErrorCode | undefined> {
    const { session, identity } = member;
    const others = [...resumePoints(hello)].filter(([key]) => key !== LOBBY);
    const names = [
      LOBBY,
      ...others.slice(0, this.limits.rooms - 1).map(([, { name }]) => this.access.roomName(name)),
    ];
    const joins = await this.#joinRegistry(session, names);
    const roomStates = new Map<string, RoomState>(
      // A resume creates no room.
      joins.map(({ room, ...roomState }) => [room, { ...roomState, isNew: false }]),
    );
    const open = joins.filter(({ name }) => name !== undefined).map(({ room }) => room);
    const topics = [userTopic(identity), ...open];
    await subscribeAll(this.options.bus, topics);
    const refusal = member.handle.isEnded
      ? "busy"
      // Meanwhile another session got the name.
      : !this.#entering.has(session)
      ? "name_taken"
      : this.enter(member, hello, token, roomStates);
    if (refusal === undefined) {
      this.#members.set(session, member);
      // Where they may not be after all.
      for (const room of open) if (!member.rooms.has(room)) this.#giveUp(member, room);
    } else {
      for (const topic of topics) this.options.bus.unsubscribe(topic);
      void this.#registry.depart({ session });
    }
    return refusal;
  }

  async #join(
    member: Member,
    name: string,
    joinHistory: JoinHistory,
    ref?: Ref,
  ): Promise<Room | undefined> {
    const key = nameKey(name);
    const isRefused = this.access.refuseEntry(member, name, false) !== undefined;
    if (member.rooms.has(key) || member.rooms.size >= this.limits.rooms || isRefused) {
      return this.rooms.join(member, name, joinHistory, ref);
    }
    let roomState: RoomState | undefined;
    try {
      [roomState] = await this.#joinRegistry(member.session, [this.access.roomName(name)]);
      if (roomState?.isNew) {
        // A resume creates no room.
        const isNew = typeof joinHistory !== "object" && await this.isFresh(key);
        roomState = { ...roomState, isNew };
      }
      if (roomState?.name !== undefined) await subscribeAll(this.options.bus, [key]);
    } catch (error) {
      void this.#registry.depart({ session: member.session, room: key });
      throw error;
    }
    // A member that disconnected meanwhile has left this room, too.
    const isHere = this.roster.has(member);
    const room = isHere ? this.rooms.join(member, name, joinHistory, ref, roomState) : undefined;
    if (room === undefined && roomState?.name !== undefined) this.#giveUp(member, key);
    return room;
  }

  /** Joins rooms in the registry; moderated ones also while a room with a similar name is open. */
  async #joinRegistry(session: string, names: readonly string[]): Promise<readonly RegistryJoin[]> {
    const joins = await this.#registry.join(session, names);
    const shutOut = new Set(
      joins.filter(({ room, name }) => name === undefined && !this.access.isUntouched(room))
        .map(({ room }) => room),
    );
    if (shutOut.size === 0) return joins;
    const stored = names.filter((name) => shutOut.has(nameKey(name)));
    const opened = await this.#registry.join(session, stored, { ignoresSimilar: true });
    return [...joins.filter(({ room }) => !shutOut.has(room)), ...opened];
  }

  /** Lets a room go that was entered in the registry only. */
  #giveUp({ session }: Member, room: string): void {
    this.options.bus.unsubscribe(room);
    void this.#registry.depart({ session, room });
  }

  /** Resolves when others see that those are gone who went; where that is not known yet, it will be. */
  #settled(): Promise<void> {
    return this.#registry.settled().catch(() => {});
  }
}

function toDeparture({ session }: Member): { session: string } {
  return { session };
}
