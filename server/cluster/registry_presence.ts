import type { ErrorCode } from "../../protocol/messages/error_code.ts";
import type { Hello } from "../../protocol/messages/client_messages.ts";
import { nameKey } from "../../protocol/text/names.ts";
import { userTopic } from "../bus/bus.ts";
import { subscribeAll } from "../bus/subscribe_all.ts";
import type { Directory } from "../chat/directory.ts";
import { freshRooms } from "../chat/fresh_rooms.ts";
import { helloRooms } from "../chat/hello_rooms.ts";
import { isFresh } from "../chat/is_fresh.ts";
import type { Member } from "../chat/member.ts";
import type { NameChange } from "../chat/member_names.ts";
import type {
  AwayChange,
  Presence,
  PresenceHost,
  RoomReservation,
  SignInReservation,
} from "../chat/presence.ts";
import type { JoinHistory, Removal } from "../chat/room_state.ts";
import { chunk } from "./chunk.ts";
import { Claims } from "./claims.ts";
import { ClusterDirectory } from "./cluster_directory.ts";
import { RegisteredSessions } from "./registered_sessions.ts";
import type { Registry } from "./registry.ts";
import type { RegistryJoin } from "./registry_types.ts";
import { SessionReports } from "./session_reports.ts";

/** Reservation in a room that the member is in, or that this node refuses, without asking the registry. */
const DECIDED_HERE: RoomReservation = { isFresh: false, settle() {} };

/** Presence of a node of a cluster: names and places in rooms are reserved in the registry, where all nodes see them. */
export class RegistryPresence implements Presence {
  readonly directory: Directory;
  readonly #host: PresenceHost;
  readonly #registry: Registry;
  readonly #sessions: RegisteredSessions;
  readonly #claims: Claims;
  readonly #reports: SessionReports;
  #isMoving = false;

  /**
   * @param host The hub of this node.
   * @param registry The registry.
   */
  constructor(host: PresenceHost, registry: Registry) {
    const { bus, roster, names } = host;
    this.#host = host;
    this.#registry = registry;
    this.directory = new ClusterDirectory(host, registry.queries);
    const sessions = new RegisteredSessions(registry, names);
    this.#sessions = sessions;
    this.#claims = new Claims({ registry, bus, roster, names, sessions });
    this.#reports = new SessionReports(registry, roster);
  }

  get checks(): Readonly<Record<string, () => Promise<void>>> {
    return { bus: () => this.#host.bus.check() };
  }

  async admit(member: Member, hello: Hello): Promise<SignInReservation> {
    const { session } = member;
    this.#sessions.add(session);
    try {
      const refusal = await this.confirmAccount(member);
      if (refusal === undefined) return await this.#reserveRooms(member, hello);
      return {
        freshRooms: new Set(),
        takeName: () => refusal,
        settle: () => this.#sessions.delete(session),
      };
    } catch (error) {
      this.#sessions.delete(session);
      // The claim may have succeeded even if the answer was lost.
      void this.#registry.depart({ session });
      throw error;
    }
  }

  reserveRoom(
    member: Member,
    name: string,
    joinHistory: JoinHistory,
  ): Promise<RoomReservation> | RoomReservation {
    const { access, limits } = this.#host;
    const isRefused = access.refuseEntry(member, name, false) !== undefined;
    if (member.rooms.has(nameKey(name)) || member.rooms.size >= limits.rooms || isRefused) {
      return DECIDED_HERE;
    }
    return this.#reserveRoom(member, name, joinHistory);
  }

  changeName(
    member: Member,
    change: Omit<NameChange, "presences">,
  ): Promise<ErrorCode | undefined> {
    return this.#claims.change(member, change);
  }

  /**
   * Claims the name again: a client that reconnects to another node with its token is recognized by the registry's data.
   */
  confirmAccount(member: Member): Promise<ErrorCode | undefined> {
    return this.#claims.take(member, member.name, member.account);
  }

  async setAway(member: Member, away: string | undefined): Promise<AwayChange> {
    const before = member.away;
    // If the node is registered again meanwhile, its sessions are stored as they are now.
    member.away = away;
    try {
      return await this.#registry.setAway(member.session, away);
    } catch (error) {
      member.away = before;
      throw error;
    }
  }

  leaveRoom({ member, room, cause, except }: Removal): void {
    this.#host.bus.unsubscribe(room.key);
    const { session } = member;
    // A session that moves to another node takes its place there itself.
    if (!this.#isMoving) void this.#registry.depart({ session, room: room.key, cause, except });
  }

  async releaseName({ session }: Member): Promise<void> {
    await this.#registry.depart({ session }).catch(() => {});
  }

  leave({ session, identity }: Member): void {
    this.#sessions.delete(session);
    this.#host.bus.unsubscribe(userTopic(identity));
    if (!this.#isMoving) void this.#registry.depart({ session });
  }

  async settled(): Promise<void> {
    await this.#registry.settled().catch(() => {});
  }

  applyPendingEvents(): Promise<void> {
    return this.#sessions.applyPendingEvents();
  }

  /**
   * Moves all members to other nodes, in small groups, the longest connected first.
   *
   * @param pause Waits between two groups.
   */
  async moveAll(pause: () => Promise<void>): Promise<void> {
    const { roster, pipeline } = this.#host;
    this.#isMoving = true;
    for (const group of chunk([...roster])) {
      // Their messages are stored, delivered and acknowledged first.
      await pipeline.settled();
      for (const member of group) member.handle.end("moving");
      await pause();
    }
  }

  /** Reports what `whois` shows of the sessions of this node. */
  reportSessions(): Promise<void> {
    return this.#reports.send();
  }

  /** Joins the rooms of a `hello` in the registry, and subscribes to them. */
  async #reserveRooms(member: Member, hello: Hello): Promise<SignInReservation> {
    const { access, bus, limits } = this.#host;
    const { session, identity, name, account } = member;
    const names = [...helloRooms(hello).values()].slice(0, limits.rooms)
      .map(({ name }) => access.roomName(name));
    const joins = await this.#join(session, names);
    const open = joins.filter(({ name }) => name !== undefined).map(({ room }) => room);
    const topics = [userTopic(identity), ...open];
    const created = new Set(joins.filter(({ isNew }) => isNew).map(({ room }) => room));
    const fresh = await freshRooms(this.#host, hello, (key) => created.has(key));
    await subscribeAll(bus, topics);
    return {
      freshRooms: fresh,
      roomStates: new Map(joins.map((join) => [join.room, join])),
      takeName: () =>
        this.#sessions.isEntering(session)
          ? this.#claims.makeAvailable(member, name, account)
          : "name_taken",
      settle: (isIn) => {
        if (isIn) {
          this.#sessions.enter(member);
          // The hub may have refused some of the rooms.
          for (const room of open) if (!member.rooms.has(room)) this.#giveUp(session, room);
        } else {
          this.#sessions.delete(session);
          for (const topic of topics) bus.unsubscribe(topic);
          void this.#registry.depart({ session });
        }
      },
    };
  }

  /** Joins a room in the registry, and subscribes to it. */
  async #reserveRoom(
    { session }: Member,
    name: string,
    joinHistory: JoinHistory,
  ): Promise<RoomReservation> {
    const { access, bus } = this.#host;
    const key = nameKey(name);
    try {
      const [state] = await this.#join(session, [access.roomName(name)]);
      const isOpen = state?.name !== undefined;
      // A resume creates no room.
      const isNew = state?.isNew === true && typeof joinHistory !== "object" &&
        await isFresh(this.#host, key);
      if (isOpen) await subscribeAll(bus, [key]);
      return {
        isFresh: isNew,
        state,
        settle: (isIn) => {
          if (!isIn && isOpen) this.#giveUp(session, key);
        },
      };
    } catch (error) {
      void this.#registry.depart({ session, room: key });
      throw error;
    }
  }

  /** Joins rooms in the registry. A room with rules opens even if its name looks like that of an open room. */
  async #join(session: string, names: readonly string[]): Promise<readonly RegistryJoin[]> {
    if (names.length === 0) return [];
    const joins = await this.#registry.join(session, names);
    const shutOut = new Set(
      joins.filter(({ room, name }) => name === undefined && !this.#host.access.isUntouched(room))
        .map(({ room }) => room),
    );
    if (shutOut.size === 0) return joins;
    const stored = names.filter((name) => shutOut.has(nameKey(name)));
    const opened = await this.#registry.join(session, stored, { ignoresSimilar: true });
    return [...joins.filter(({ room }) => !shutOut.has(room)), ...opened];
  }

  /** Leaves a room that was joined in the registry only. */
  #giveUp(session: string, room: string): void {
    this.#host.bus.unsubscribe(room);
    void this.#registry.depart({ session, room });
  }
}
