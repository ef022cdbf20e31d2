import type { Catalogue } from "../locale/catalogue.ts";
import type { ErrorCode } from "../protocol/error_code.ts";
import type { ServerLimits } from "../protocol/limits.ts";
import type { Hello, Ref } from "../protocol/messages.ts";
import { LOBBY, nameKey } from "../protocol/names.ts";
import { Accounts } from "./accounts/accounts.ts";
import { Batch } from "./batch.ts";
import type { Announcement, Arrived, Bus, Delivery } from "./bus/bus.ts";
import { isReserved } from "./look_alikes.ts";
import { Mail } from "./mail.ts";
import type { Member } from "./member.ts";
import type { AuditEntry } from "./moderation/audit.ts";
import { Access } from "./moderation/access.ts";
import { Moderation } from "./moderation/moderation.ts";
import { Rules } from "./moderation/rules.ts";
import { withRef } from "./ref.ts";
import { type Arrival, Rooms } from "./rooms.ts";
import { Roster } from "./roster.ts";
import type { Account } from "./store/account_store.ts";
import type { Rule } from "./store/rule_store.ts";
import { directKey, type Draft, parties, type Store } from "./store/store.ts";
import { Talk } from "./talk.ts";

/** What a {@linkcode Hub} is made of. */
export interface HubOptions {
  readonly store: Store;
  readonly bus: Bus;
  readonly texts: Catalogue;
  readonly limits: ServerLimits;
  /** Largest room in which comings and goings are told to everyone. */
  readonly announceLimit: number;
  /** What the server calls itself, as in `chat/0.1.0`. */
  readonly server: string;
  /** Called when the store failed. */
  readonly onStoreError: (error: unknown) => void;
  /** Called when the store kept what was said in a turn. */
  readonly onStored: () => void;
  /** What holds in the rooms, as the store has it. */
  readonly rules: readonly Rule[];
  /** Called with all that is done by those who look after rooms. */
  readonly onAct: (entry: AuditEntry) => void;
}

/** Somebody to write to, who may be away. */
export interface Addressee {
  readonly name: string;
  readonly identity: string;
}

/** What is to be said, in a room or to somebody. */
export interface Words {
  readonly text: string;
  readonly nonce?: string;
  readonly ref?: Ref;
}

/**
 * Who is here, in which rooms, under which names. All of that changes in synchronous code only: whatever a method finds
 * when it begins is still so when it returns.
 */
export class Hub {
  readonly store: Store;
  readonly limits: ServerLimits;
  readonly talk: Talk;
  readonly accounts: Accounts;
  readonly roster: Roster = new Roster();
  readonly rooms: Rooms;
  readonly access: Access;
  readonly moderation: Moderation;
  readonly #options: HubOptions;
  #deliveries = 0;

  constructor(options: HubOptions) {
    const { store, limits, announceLimit, onStoreError } = options;
    this.#options = options;
    this.store = store;
    this.limits = limits;
    this.accounts = new Accounts(store.accounts);
    const rules = new Rules(options.rules);
    this.access = new Access(rules, options.texts);
    this.moderation = new Moderation({ ...options, hub: this, rules, access: this.access });
    this.rooms = new Rooms({
      access: this.access,
      onMade: (room, member) => this.moderation.claim(room, member),
      store,
      bus: options.bus,
      roster: this.roster,
      limits,
      announceLimit,
      refuse: (...refusal) => this.refuse(...refusal),
      onStoreError,
    });
    this.talk = new Talk(store, options.bus, (said, error) => {
      // Why is for whoever runs the server: it would tell people of files and of statements.
      for (const { member, ref } of said) this.refuse(member, "not_stored", "", ref);
      onStoreError(error);
    }, options.onStored);
    options.bus.listen({
      deliver: (arrived) => this.#deliver(arrived),
      announce: (announcement) => this.#announce(announcement),
    });
  }

  /** How many messages were handed to sessions, counted for each of them. */
  get deliveries(): number {
    return this.#deliveries;
  }

  /**
   * Lets somebody in who said a name.
   *
   * @param member Who, in no room yet; if the name is registered, logged in to its account.
   * @param hello What was said.
   * @param token What shows later that it is the same person.
   * @returns Why not, or `undefined` if it worked.
   */
  enter(member: Member, hello: Hello, token: string): ErrorCode | undefined {
    const refusal = this.#makeWay(member, member.name, member.account);
    if (refusal !== undefined) return refusal;
    this.roster.add(member);
    const { frame, text, name, room } = this.limits;
    member.send({
      type: "welcome",
      name: member.name,
      server: this.#options.server,
      version: 1,
      room: LOBBY,
      limits: { frame, text, name, room },
      token,
      ...(member.account !== undefined && { registered: true }),
      ...withRef(hello.ref),
    });
    const resume = new Map(
      Object.entries(hello.resume ?? {}).map(([name, id]) => [nameKey(name), { name, id }]),
    );
    const lobby = resume.get(LOBBY);
    if (lobby === undefined) this.rooms.join(member, LOBBY, "live");
    else this.rooms.resume(member, LOBBY, lobby.id);
    for (const [key, { name, id }] of resume) {
      if (key !== LOBBY) this.rooms.resume(member, name, id);
    }
    this.#openMail(member);
    return undefined;
  }

  /** Takes somebody out of every room and lets the name go. */
  exit(member: Member): void {
    if (!this.roster.has(member)) return;
    member.mail?.end();
    this.roster.remove(member);
    this.rooms.exit(member);
  }

  join(member: Member, name: string, ref?: Ref): void {
    this.rooms.join(member, name, arrival(member), ref);
  }

  move(member: Member, name: string, ref?: Ref): void {
    this.rooms.move(member, name, arrival(member), ref);
  }

  say(member: Member, name: string, words: Words): void {
    const room = this.rooms.of(member, name, words.ref);
    if (room === undefined) return;
    const refusal = this.access.refuseSpeech(member, room);
    if (refusal) this.refuse(member, refusal.code, refusal.value, words.ref);
    else this.#say(member, "room", room.key, room.name, words);
  }

  direct(member: Member, to: Addressee, words: Words): void {
    this.#say(member, "direct", directKey(member.identity, to.identity), to.name, words);
  }

  /** Goes by another name, which has no account; or by that of the account in other letters. */
  rename(member: Member, name: string, ref?: Ref): void {
    const banned = this.access.refuseName(member, name);
    if (banned) return this.refuse(member, banned.code, banned.value, ref);
    const refusal = this.#makeWay(member, name, member.account);
    if (refusal !== undefined) this.refuse(member, refusal, name, ref);
    else this.#become(member, name, member.account, ref);
  }

  /** Goes on in an account, under its name. */
  logIn(member: Member, { id, name }: Account): void {
    this.#makeWay(member, name, id);
    this.#become(member, name, id);
    this.moderation.recheck(member);
    this.#openMail(member);
  }

  /** Goes on without an account, under a name that nobody has. */
  logOut(member: Member): void {
    member.mail?.end();
    member.mail = undefined;
    this.#become(member, this.#guestName(), undefined);
  }

  /** Finds the one who goes by a name. */
  findHere(name: string): Addressee | undefined {
    return this.roster.named(nameKey(name))[0];
  }

  /**
   * Finds the one to whom a name belongs.
   *
   * @throws {StoreError} If that cannot be known.
   */
  async findAway(name: string): Promise<Addressee | undefined> {
    const account = await this.accounts.find(name);
    return account && { name: account.name, identity: account.id };
  }

  reportStoreError(error: unknown): void {
    this.#options.onStoreError(error);
  }

  refuse(member: Member, code: ErrorCode, value: string, ref?: Ref): void {
    const message = this.#options.texts.errors[code](value);
    member.send({ type: "error", code, message, ...withRef(ref) });
  }

  /** Stores and delivers all that was said, then ends every session. */
  async close(): Promise<void> {
    this.rooms.close();
    await this.talk.settled();
    for (const member of this.roster) member.exit.end("shutting_down");
  }

  /**
   * Sees to it that a name can be taken: an earlier session of the same client ends, and whoever goes by a registered name,
   * or one that looks like it, gets another one if it is not registered too.
   *
   * @param member Who wants it.
   * @param name The name.
   * @param account The account of the name, if there is one.
   * @returns Why it cannot be taken, or `undefined` if it can.
   */
  #makeWay(member: Member, name: string, account: string | undefined): ErrorCode | undefined {
    // Whoever runs the server may give such a name to somebody.
    if (account === undefined && isReserved(name)) return "bad_name";
    const key = nameKey(name);
    for (const holder of this.roster.alike(name)) {
      if (holder === member) continue;
      if (holder.digest === member.digest) {
        if (holder.key === key) holder.exit.end("replaced");
      } else if (account === undefined) return "name_taken";
      else if (holder.account === undefined) this.#become(holder, this.#guestName(), undefined);
    }
    return undefined;
  }

  #become(member: Member, name: string, account: string | undefined, ref?: Ref): void {
    const from = member.name;
    const change = () => {
      this.roster.change(member, () => {
        member.name = name;
        member.account = account;
      });
      if (name !== from || ref !== undefined) {
        member.send({ type: "renamed", from, name, ...withRef(ref) });
      }
    };
    if (name === from) change();
    else this.rooms.rename(member, change);
  }

  #guestName(): string {
    for (let number = 1;; number++) {
      const name = `${this.#options.texts.chat.guest}-${number}`;
      if (this.roster.named(nameKey(name)).length === 0) return name;
    }
  }

  #openMail(member: Member): void {
    const { account } = member;
    if (account === undefined) return;
    member.mail = new Mail(member, {
      account,
      store: this.store,
      maxFrame: this.limits.frame,
      onError: this.#options.onStoreError,
    });
    void member.mail.catchUp();
  }

  #say(
    member: Member,
    kind: Delivery["kind"],
    conversation: string,
    to: string,
    { text, nonce, ref }: Words,
  ): void {
    const draft: Draft = {
      conversation,
      to,
      from: member.name,
      text,
      at: Date.now(),
      person: member.key,
      ...(nonce !== undefined && { nonce }),
    };
    this.talk.add({ kind, draft, member, ref });
  }

  #deliver(arrived: Arrived): void {
    const { conversation, sessions } = arrived;
    if (arrived.kind === "room") {
      const room = this.rooms.get(conversation);
      this.#deliveries += room?.deliver(new Batch(arrived.messages, sessions)) ?? 0;
      return;
    }
    const isToOneself = parties(conversation).length === 1;
    for (const [index, message] of arrived.messages.entries()) {
      for (const member of this.roster.sessions(arrived.party)) {
        // One's other sessions see what one said; the one that said it has its `ack`, unless one speaks to oneself.
        if (!isToOneself && member.session === sessions[index]) continue;
        this.#deliveries++;
        if (member.mail) member.mail.deliver(conversation, message);
        else member.send({ type: "direct", ...message });
      }
    }
  }

  #announce({ event, rooms, except }: Announcement): void {
    const told = new Set<Member>();
    for (const key of rooms) this.rooms.get(key)?.announce(event, except, told);
  }
}

function arrival({ wire }: Member): Arrival {
  return wire.replays ? "latest" : "live";
}
