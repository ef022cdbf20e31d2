import type { ErrorCode } from "../../protocol/error_code.ts";
import type { Hello, Ref } from "../../protocol/messages.ts";
import { LOBBY, nameKey } from "../../protocol/names.ts";
import { personTopic } from "../bus/bus.ts";
import { Hub } from "../hub.ts";
import type { HubOptions } from "../hub_options.ts";
import { isReserved } from "../look_alikes.ts";
import type { Farewell, Member } from "../member.ts";
import { loadRules } from "../moderation/load_rules.ts";
import { resumed } from "../resumed.ts";
import { withRef } from "../ref.ts";
import type { Room } from "../room.ts";
import { arrivalOf, type Entry, type Removal } from "../rooms.ts";
import type { Account } from "../store/account_store.ts";
import { ClusterDirectory } from "./cluster_directory.ts";
import type { Left } from "./goings.ts";
import type { Registry } from "./registry.ts";

/** How many are put down in the registry at a time. */
const RESTORED = 16;

/** Into how many groups those who are to move are divided at most. */
const MOVING_GROUPS = 50;

/** How many move together at least. */
const MOVING_LEAST = 4;

/**
 * The hub of one node of several. What is asked for is put down in the registry first, where all nodes see it; then it
 * changes here, in synchronous code as on a single node.
 */
export class ClusterHub extends Hub {
  readonly #registry: Registry;
  /** By their sessions. */
  readonly #residents = new Map<string, Member>();
  #isMoving = false;

  /**
   * @param options See {@linkcode HubOptions}.
   * @param registry What the nodes agree on.
   */
  constructor(options: HubOptions, registry: Registry) {
    super({ ...options, directory: (parts) => new ClusterDirectory(parts, registry) });
    this.#registry = registry;
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
    try {
      const refusal = await this.#claim(member, member.name, member.account);
      return refusal ?? await this.#enter(member, hello, token);
    } catch (error) {
      // It may be in the registry, and nobody heard.
      void this.#registry.go(toGoing(member));
      throw error;
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

  override async join(member: Member, name: string, ref?: Ref): Promise<void> {
    await this.#join(member, name, ref);
  }

  override async move(member: Member, name: string, ref?: Ref): Promise<void> {
    const before = [...member.rooms.values()];
    const room = await this.#join(member, name, ref);
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
    const refusal = await this.#change(member, name, member.account, ref);
    if (refusal !== undefined) this.refuse(member, refusal, name, ref);
  }

  override async logIn(member: Member, { id, name }: Account): Promise<void> {
    await this.#change(member, name, id);
    if (!this.roster.has(member)) return;
    this.moderation.recheck(member);
    this.openMail(member);
  }

  override async logOut(member: Member): Promise<void> {
    member.mail?.end();
    member.mail = undefined;
    let name = this.guestName();
    for (let most = 100; await this.#change(member, name, undefined) !== undefined; most *= 10) {
      name = `${this.options.texts.chat.guest}-${Math.ceil(Math.random() * most)}`;
    }
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
      if (member === undefined) void this.#registry.go({ session: news.session });
      else if (news.kind === "replaced") member.exit.end("replaced");
      else this.become(member, news.name, undefined);
    }
  }

  /** Puts all who are here down in the registry once more; those whose name is another's by now have to go. */
  async restore(): Promise<void> {
    this.tellLeft(await this.#registry.register(LOBBY));
    const members = [...this.roster];
    for (let from = 0; from < members.length; from += RESTORED) {
      await Promise.all(members.slice(from, from + RESTORED).map((each) => this.#restore(each)));
      await this.#registry.renew();
    }
  }

  /**
   * Has everybody move to another node, in small groups, each time those who have been here longest.
   *
   * @param pause Waits between two groups.
   */
  async moveAll(pause: () => Promise<void>): Promise<void> {
    this.#isMoving = true;
    const members = [...this.roster];
    const size = Math.max(MOVING_LEAST, Math.ceil(members.length / MOVING_GROUPS));
    for (let from = 0; from < members.length; from += size) {
      // What they said is stored, delivered and acknowledged first.
      await this.talk.settled();
      for (const member of members.slice(from, from + size)) member.exit.end("moving");
      await pause();
    }
  }

  protected override makeWay(
    member: Member,
    name: string,
    account: string | undefined,
  ): ErrorCode | undefined {
    if (account === undefined && isReserved(name)) return "bad_name";
    // The registry has decided. Who still has the name here has lost it there.
    for (const holder of this.roster.alike(name)) {
      if (holder === member) continue;
      const reason = lostTo(holder, { digest: member.digest, key: nameKey(name), account });
      if (reason !== undefined) holder.exit.end(reason);
    }
    return undefined;
  }

  async #restore(member: Member): Promise<void> {
    const { session, digest, name, account } = member;
    const { refusal } = await this.#registry.claim({ session, digest, name, account });
    if (refusal !== undefined) return member.exit.end(refusal);
    const rooms = [...member.rooms.values()].map((room) => room.name);
    for (const entry of await this.#registry.come(session, rooms)) {
      this.rooms.tellJoined(member, entry.room, entry);
    }
    // Who left meanwhile may have done so before they were put down.
    if (!this.roster.has(member)) void this.#registry.go({ session });
  }

  async #enter(member: Member, hello: Hello, token: string): Promise<ErrorCode | undefined> {
    const { session, identity } = member;
    const others = [...resumed(hello)].filter(([key]) => key !== LOBBY);
    const names = [
      LOBBY,
      ...others.slice(0, this.limits.rooms - 1).map(([, { name }]) => this.access.roomName(name)),
    ];
    const comings = await this.#registry.come(session, names);
    const entries = new Map<string, Entry>(comings.map(({ room, ...entry }) => [room, entry]));
    const open = comings.filter(({ name }) => name !== undefined).map(({ room }) => room);
    const topics = [personTopic(identity), ...open];
    await this.#hold(topics);
    const refusal = member.exit.isEnded ? "busy" : this.enter(member, hello, token, entries);
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

  async #join(member: Member, name: string, ref?: Ref): Promise<Room | undefined> {
    const key = nameKey(name);
    const isRefused = this.access.refuseEntry(member, name, false) !== undefined;
    if (member.rooms.has(key) || member.rooms.size >= this.limits.rooms || isRefused) {
      return this.rooms.join(member, name, arrivalOf(member), ref);
    }
    let entry: Entry | undefined;
    try {
      [entry] = await this.#registry.come(member.session, [this.access.roomName(name)]);
      if (entry?.name !== undefined) await this.#hold([key]);
    } catch (error) {
      void this.#registry.go({ session: member.session, room: key });
      throw error;
    }
    // Who has left meanwhile has left this room, too.
    const isHere = this.roster.has(member);
    const room = isHere ? this.rooms.join(member, name, arrivalOf(member), ref, entry) : undefined;
    if (room === undefined && entry?.name !== undefined) this.#giveUp(member, key);
    return room;
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

  /** Takes another name or account; gives why not. */
  async #change(
    member: Member,
    name: string,
    account: string | undefined,
    ref?: Ref,
  ): Promise<ErrorCode | undefined> {
    const { bus } = this.options;
    const { session, identity, digest } = member;
    const next = account ?? digest;
    const before = await this.#registry.standings(session, identity);
    await this.#hold([personTopic(next)]);
    let refusal: ErrorCode | undefined;
    try {
      refusal = await this.#claim(member, name, account);
    } catch (error) {
      bus.release(personTopic(next));
      // It may have been done, and nobody heard.
      void this.#claim(member, member.name, member.account).catch(() => {});
      throw error;
    }
    const isDone = refusal === undefined && this.roster.has(member);
    const after = isDone
      ? await this.#registry.standings(session, next).catch(() => before)
      : before;
    if (isDone && this.roster.has(member)) {
      this.become(member, name, account, ref, [before, after]);
      bus.release(personTopic(identity));
    } else {
      bus.release(personTopic(next));
    }
    if (!this.roster.has(member)) void this.#registry.go({ session });
    return refusal;
  }

  async #claim(
    { session, digest }: Member,
    name: string,
    account: string | undefined,
  ): Promise<ErrorCode | undefined> {
    if (account === undefined && isReserved(name)) return "bad_name";
    const { refusal, hasNews } = await this.#registry.claim({ session, digest, name, account });
    if (hasNews) {
      await this.readNews();
      this.options.bus.nudge();
    }
    return refusal;
  }

  /** Hears topics, all or none. */
  async #hold(topics: readonly string[]): Promise<void> {
    const { bus } = this.options;
    const holds = await Promise.allSettled(topics.map(async (topic) => await bus.hold(topic)));
    const failed = holds.find((hold) => hold.status === "rejected");
    if (failed === undefined) return;
    for (const [index, hold] of holds.entries()) {
      if (hold.status === "fulfilled") bus.release(topics[index]!);
    }
    throw failed.reason;
  }
}

function toGoing({ session }: Member): { session: string } {
  return { session };
}

/** Tells why somebody has lost their name to one who has it in the registry, if they have. */
function lostTo(
  holder: Member,
  { digest, key, account }: { digest: string; key: string; account: string | undefined },
): Farewell | undefined {
  if (holder.digest === digest) return holder.key === key ? "replaced" : undefined;
  return account === undefined || holder.account === undefined ? "name_taken" : undefined;
}
