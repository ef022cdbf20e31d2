import type { ErrorCode } from "../../protocol/messages/error_code.ts";
import type { Hello } from "../../protocol/messages/messages.ts";
import type { Ref } from "../../protocol/messages/request.ts";
import { LOBBY, nameKey } from "../../protocol/text/names.ts";
import { personTopic } from "../bus/bus.ts";
import { holdAll } from "../bus/subscribe_all.ts";
import { Hub } from "../chat/hub.ts";
import type { HubOptions } from "../chat/hub_options.ts";
import { closeMail } from "../chat/inbox.ts";
import type { Member } from "../chat/member.ts";
import { loadRules } from "../chat/moderation/load_rules.ts";
import { resumed } from "../chat/resume_points.ts";
import { withRef } from "../chat/ref.ts";
import type { Room } from "../chat/room.ts";
import { type Arrival, arrivalOf, type Entry, type Removal } from "../chat/rooms.ts";
import type { Account } from "../store/account_store.ts";
import { Claims } from "./claims.ts";
import { ClusterDirectory } from "./cluster_directory.ts";
import type { Left } from "./departures.ts";
import { inGroups } from "./chunk.ts";
import type { Registry } from "./registry.ts";
import type { Coming } from "./registry_types.ts";
import { restore } from "./restore.ts";

/**
 * The hub of one node of several. What is asked for is put down in the registry first, where all nodes see it; then it
 * changes here, in synchronous code as on a single node.
 */
export class ClusterHub extends Hub {
  readonly #registry: Registry;
  readonly #claims: Claims;
  /** By their sessions. */
  readonly #residents = new Map<string, Member>();
  /** The sessions that have a name in the registry, and are on their way in. */
  readonly #arriving = new Set<string>();
  #isMoving = false;

  /**
   * @param options See {@linkcode HubOptions}.
   * @param registry What the nodes agree on.
   */
  constructor(options: HubOptions, registry: Registry) {
    super({ ...options, directory: (parts) => new ClusterDirectory(parts, registry) });
    this.#registry = registry;
    this.#claims = new Claims({
      registry,
      bus: options.bus,
      roster: this.roster,
      naming: this.naming,
      readNews: () => this.readNews(),
    });
    registry.onLeft = (left) => this.tellLeft(left);
  }

  protected override onRemoved({ member, room, cause, except }: Removal): boolean {
    this.options.bus.release(room.key);
    const { session } = member;
    // Who moves to another node takes their place there with them.
    if (!this.#isMoving) void this.#registry.go({ session, room: room.key, cause, except });
    return true;
  }

  override get checks(): Readonly<Record<string, () => Promise<void>>> {
    return { bus: () => this.options.bus.check() };
  }

  override async arrive(
    member: Member,
    hello: Hello,
    token: string,
  ): Promise<ErrorCode | undefined> {
    this.#arriving.add(member.session);
    try {
      const refusal = await this.#claims.take(member, member.name, member.account);
      return refusal ?? await this.#enter(member, hello, token);
    } catch (error) {
      // It may be in the registry, and nobody heard.
      void this.#registry.go(toGoing(member));
      throw error;
    } finally {
      this.#arriving.delete(member.session);
    }
  }

  override exit(member: Member): void {
    if (!this.roster.has(member)) return;
    super.exit(member);
    this.#residents.delete(member.session);
    this.options.bus.release(personTopic(member.identity));
    if (!this.#isMoving) void this.#registry.go(toGoing(member));
  }

  override async quit(member: Member, ref?: Ref): Promise<void> {
    // Whoever hears goodbye may count on the name being free.
    await this.#registry.go(toGoing(member)).catch(() => {});
    super.quit(member, ref);
  }

  override async join(
    member: Member,
    name: string,
    ref?: Ref,
    arrival: Arrival = arrivalOf(member),
  ): Promise<void> {
    await this.#join(member, name, arrival, ref);
  }

  override async move(member: Member, name: string, ref?: Ref): Promise<void> {
    const before = this.rooms.joined(member);
    const room = await this.#join(member, name, arrivalOf(member), ref);
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
    this.moderation.recheck(member);
    this.openMail(member);
  }

  protected override async changeToGuest(member: Member, reason?: "registered"): Promise<void> {
    closeMail(member);
    await this.#claims.changeToGuest(member, reason);
  }

  override async confirm(member: Member, account: Account): Promise<void> {
    await super.confirm(member, account);
    // A client that comes back by its token to another node is known by what the registry has.
    await this.#claims.take(member, member.name, member.account);
  }

  /** Ends the lease of this node, and tells those in the rooms who left with it. */
  async leaveCluster(): Promise<void> {
    this.tellLeft(await this.#registry.end());
  }

  /** Tells those in the rooms who left them. */
  tellLeft(left: readonly Left[]): void {
    // Who came back meanwhile is not to hear of having left.
    for (const { room, roomName, identity, name, cause, except = identity } of left) {
      const event = { type: "left", room: roomName, name, ...cause } as const;
      this.options.bus.announce({ event, rooms: [room], except });
    }
  }

  /** Another node changed something. */
  protected override onNudged(): void {
    super.onNudged();
    this.readNews().catch((error) => this.reportStoreError(error));
  }

  /** Acts of those who look after rooms may have been lost. */
  protected override onLook(): void {
    this.moderation.reloadRules(() => loadRules(this.store.rules))
      .catch((error) => this.reportStoreError(error));
  }

  /** Does to members of this node what was decided elsewhere. */
  async readNews(): Promise<void> {
    for (const news of await this.#registry.news()) {
      const member = this.#residents.get(news.session);
      if (member === undefined) {
        this.#arriving.delete(news.session);
        void this.#registry.go({ session: news.session });
      } else if (news.kind === "replaced") member.exit.end("replaced");
      else {this.naming.become(member, {
          name: news.name,
          account: undefined,
          reason: "registered",
        });}
    }
  }

  /** Puts all who are here down in the registry once more; those whose name is another's by now have to go. */
  async restore(): Promise<void> {
    this.tellLeft(await this.#registry.register(LOBBY));
    await restore(this.#registry, this);
  }

  /**
   * Has everybody move to another node, in small groups, each time those who have been here longest.
   *
   * @param pause Waits between two groups.
   */
  async moveAll(pause: () => Promise<void>): Promise<void> {
    this.#isMoving = true;
    for (const group of inGroups([...this.roster])) {
      // What they said is stored, delivered and acknowledged first.
      await this.talk.settled();
      for (const member of group) member.exit.end("moving");
      await pause();
    }
  }

  protected override makeWay(
    member: Member,
    name: string,
    account: string | undefined,
  ): ErrorCode | undefined {
    return this.#claims.makeWay(member, name, account);
  }

  async #enter(member: Member, hello: Hello, token: string): Promise<ErrorCode | undefined> {
    const { session, identity } = member;
    const others = [...resumed(hello)].filter(([key]) => key !== LOBBY);
    const names = [
      LOBBY,
      ...others.slice(0, this.limits.rooms - 1).map(([, { name }]) => this.access.roomName(name)),
    ];
    const comings = await this.#come(session, names);
    const entries = new Map<string, Entry>(
      // Who comes back makes no room.
      comings.map(({ room, ...entry }) => [room, { ...entry, isNew: false }]),
    );
    const open = comings.filter(({ name }) => name !== undefined).map(({ room }) => room);
    const topics = [personTopic(identity), ...open];
    await holdAll(this.options.bus, topics);
    const refusal = member.exit.isEnded
      ? "busy"
      // Somebody else got the name meanwhile.
      : !this.#arriving.has(session)
      ? "name_taken"
      : this.enter(member, hello, token, entries);
    if (refusal === undefined) {
      this.#residents.set(session, member);
      // Where they may not be after all.
      for (const room of open) if (!member.rooms.has(room)) this.#giveUp(member, room);
    } else {
      for (const topic of topics) this.options.bus.release(topic);
      void this.#registry.go({ session });
    }
    return refusal;
  }

  async #join(
    member: Member,
    name: string,
    arrival: Arrival,
    ref?: Ref,
  ): Promise<Room | undefined> {
    const key = nameKey(name);
    const isRefused = this.access.refuseEntry(member, name, false) !== undefined;
    if (member.rooms.has(key) || member.rooms.size >= this.limits.rooms || isRefused) {
      return this.rooms.join(member, name, arrival, ref);
    }
    let entry: Entry | undefined;
    try {
      [entry] = await this.#come(member.session, [this.access.roomName(name)]);
      if (entry?.isNew) {
        // Who comes back makes no room.
        const isNew = typeof arrival !== "object" && await this.isFresh(key);
        entry = { ...entry, isNew };
      }
      if (entry?.name !== undefined) await holdAll(this.options.bus, [key]);
    } catch (error) {
      void this.#registry.go({ session: member.session, room: key });
      throw error;
    }
    // Who has left meanwhile has left this room, too.
    const isHere = this.roster.has(member);
    const room = isHere ? this.rooms.join(member, name, arrival, ref, entry) : undefined;
    if (room === undefined && entry?.name !== undefined) this.#giveUp(member, key);
    return room;
  }

  /** Comes into rooms in the registry; also into those that somebody looks after while one is open that looks like it. */
  async #come(session: string, names: readonly string[]): Promise<readonly Coming[]> {
    const comings = await this.#registry.come(session, names);
    const shutOut = new Set(
      comings.filter(({ room, name }) => name === undefined && !this.access.isUntouched(room))
        .map(({ room }) => room),
    );
    if (shutOut.size === 0) return comings;
    const kept = names.filter((name) => shutOut.has(nameKey(name)));
    const opened = await this.#registry.come(session, kept, { isKept: true });
    return [...comings.filter(({ room }) => !shutOut.has(room)), ...opened];
  }

  /** Lets a room go that was entered in the registry only. */
  #giveUp({ session }: Member, room: string): void {
    this.options.bus.release(room);
    void this.#registry.go({ session, room });
  }

  /** Resolves when others see that those are gone who went; where that is not known yet, it will be. */
  #settled(): Promise<void> {
    return this.#registry.settled().catch(() => {});
  }
}

function toGoing({ session }: Member): { session: string } {
  return { session };
}
