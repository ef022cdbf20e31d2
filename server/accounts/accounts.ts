/**
 * Accounts: registration, password checks, and limits on both.
 *
 * Nothing here knows sessions or rooms: it decides whether a password is right, not who is connected.
 *
 * @module
 */
import { DAY } from "../async/durations.ts";
import type { Peer } from "../net/peer.ts";
import type { Refusal } from "../net/refusal.ts";
import { nameKey } from "../../protocol/text/names.ts";
import { BAD_PASSWORD, isPassword } from "../../protocol/text/password.ts";
import { type Account, type AccountStore, newAccountId } from "../store/account_store.ts";
import { digestOf } from "./token_digest.ts";
import { isGuestName } from "./guest_names.ts";
import { Guesses, type GuessSource } from "./guesses.ts";
import { isOutdated, Passwords } from "./passwords.ts";
import { DEFAULT_MAX_REGISTRATIONS, Registrations } from "./registrations.ts";
import { BusyError, SessionEndedError, type WorkSource } from "../collections/work_queue.ts";
import { waitSeconds } from "../net/wait_seconds.ts";

/** Result of a request about an account. */
export type AccountResult = { readonly account: Account } | { readonly refusal: Refusal };

/** Options of {@linkcode Accounts}. */
export interface AccountsOptions {
  /**
   * Accounts that one address can register in an hour.
   *
   * @default {DEFAULT_MAX_REGISTRATIONS}
   */
  readonly maxRegistrations?: number | undefined;
  /** Returns the time of a monotonic clock, in milliseconds. */
  readonly now?: () => number;
  /** Returns the wall-clock time, in Unix milliseconds. */
  readonly date?: () => number;
}

/** How long an address stays known to an account after its last use, in milliseconds. */
const KNOWN_FOR = 90 * DAY;

/**
 * Letters of an address's digest that are stored: 18 bits. The account's id is the salt, so precomputed tables do not help,
 * and 16,384 IPv4 addresses share each digest, so trying all addresses does not reveal the one. An unknown address passes
 * for a known one once in 13,000 times.
 */
const DIGEST_LETTERS = 3;

/** Registered names and their passwords. */
export class Accounts {
  readonly #store: AccountStore;
  readonly #passwords = new Passwords();
  readonly #guesses = new Guesses();
  readonly #registrations: Registrations;
  readonly #now: () => number;
  readonly #date: () => number;

  /** @param store Stores the accounts. */
  constructor(store: AccountStore, options: AccountsOptions = {}) {
    const {
      maxRegistrations = DEFAULT_MAX_REGISTRATIONS,
      now = () => performance.now(),
      date = Date.now,
    } = options;
    this.#store = store;
    this.#registrations = new Registrations(maxRegistrations);
    this.#now = now;
    this.#date = date;
  }

  /** Finds the account of a name. */
  find(name: string): Promise<Account | undefined> {
    return this.#store.findAccount(nameKey(name));
  }

  /**
   * Registers a name with a password.
   *
   * @param name The name.
   * @param password The password.
   * @param peer Source of the request.
   * @param identity The identity that registers; it can do so a few times an hour.
   */
  register(name: string, password: string, peer: Peer, identity: string): Promise<AccountResult> {
    return this.#answer(async () => {
      const refusal = refuse(peer) ?? refusePassword(password) ??
        (isGuestName(name)
          ? { code: "bad_name", cause: "reserved", value: name } as const
          : undefined) ??
        refuseFor(this.#registrations.take(peer, identity, this.#now()));
      if (refusal) return { refusal };
      const takeBack = () => this.#registrations.takeBack(peer, identity, this.#now());
      const outcome = await this.#add(name, password, peer, identity).catch((error) => {
        takeBack();
        throw error;
      });
      if ("account" in outcome) this.#note(outcome.account, await digestIn(outcome.account, peer));
      else takeBack();
      return outcome;
    });
  }

  /** Adds an account for `chat user add`. */
  add(name: string, password: string): Promise<AccountResult> {
    return this.#answer(() => this.#add(name, password));
  }

  /** Checks the password of a name. The answer does not reveal whether the name is registered. */
  logIn(name: string, password: string, peer: Peer): Promise<AccountResult> {
    return this.#answer(async () => {
      const unsafe = refuse(peer);
      if (unsafe) return { refusal: unsafe };
      const key = nameKey(name);
      const account = await this.#store.findAccount(key);
      const digest = account ? await digestIn(account, peer) : "";
      const usedAt = account && await this.#store.addressUsed(account.id, digest);
      const age = usedAt === undefined ? Infinity : this.#date() - usedAt;
      const source: GuessSource = { ...peer, isKnown: age < KNOWN_FOR };
      const refusal = refuseFor(this.#guesses.wait(key, source, this.#now()));
      if (refusal) return { refusal };
      // Counted before the check, or many could be tried at the same time.
      this.#guesses.fail(key, source, this.#now());
      const isRight = await this.#passwords.verify(password, account?.password, toSource(peer))
        .catch((error) => {
          this.#guesses.takeBack(key, source);
          throw error;
        });
      if (!isRight || account === undefined) {
        this.#guesses.waitFrom(key, source, this.#now());
        return { refusal: { code: "wrong_password" } };
      }
      this.#guesses.takeBack(key, source);
      this.#guesses.forget(key, source);
      if (age > DAY) this.#note(account, digest);
      if (isOutdated(account.password)) {
        const stored = await this.#passwords.hash(password, toSource(peer));
        await this.#store.setPassword(account, stored, account.revision);
      }
      return { account };
    });
  }

  /** Changes the password of an account. */
  changePassword(name: string, old: string, fresh: string, peer: Peer): Promise<AccountResult> {
    return this.#answer(async () => {
      const refusal = refusePassword(fresh);
      if (refusal) return { refusal };
      const outcome = await this.logIn(name, old, peer);
      if ("refusal" in outcome) return outcome;
      return await this.#setPassword(outcome.account, fresh, peer);
    });
  }

  /** Sets an account's password for `chat user passwd`. */
  setPassword(account: Account, password: string): Promise<AccountResult> {
    return this.#answer(() => this.#setPassword(account, password));
  }

  async #add(
    name: string,
    password: string,
    peer?: Peer,
    registrant?: string,
  ): Promise<AccountResult> {
    const refusal = refusePassword(password);
    if (refusal) return { refusal };
    const hashed = await this.#passwords.hash(password, peer && toSource(peer));
    // Another session may have the name by now, as on a node whose lease expired.
    if (peer?.session?.isEnded) throw new SessionEndedError();
    const account = {
      id: newAccountId(),
      name,
      password: hashed,
      at: this.#date(),
      revision: 1,
      ...(registrant !== undefined && { registrant }),
    };
    return await this.#store.addAccount(account)
      ? { account }
      : { refusal: { code: "name_taken", value: name } };
  }

  async #setPassword(account: Account, password: string, peer?: Peer): Promise<AccountResult> {
    const refusal = refusePassword(password);
    if (refusal) return { refusal };
    const stored = await this.#passwords.hash(password, peer && toSource(peer));
    const revision = account.revision + 1;
    return await this.#store.setPassword(account, stored, revision)
      ? { account: { ...account, password: stored, revision } }
      : { refusal: { code: "no_such_user", value: account.name } };
  }

  /** Records that an account was used from an address. A failure is harmless: the next use records it. */
  #note(account: Account, digest: string): void {
    this.#store.noteAddress(account.id, digest, this.#date()).catch(() => {});
  }

  async #answer(run: () => Promise<AccountResult>): Promise<AccountResult> {
    try {
      return await run();
    } catch (error) {
      if (error instanceof BusyError) return { refusal: { code: "busy", ...error.details } };
      // The session has ended.
      if (error instanceof SessionEndedError) return { refusal: { code: "busy" } };
      throw error;
    }
  }
}

async function digestIn({ id }: Account, { host }: Peer): Promise<string> {
  return (await digestOf(`${id}\n${host}`)).slice(0, DIGEST_LETTERS);
}

const ALIVE = { isEnded: false };

/** Returns the source of a password check before sign-in: each connection counts as an identity. */
function toSource(peer: Peer): WorkSource {
  return { session: peer.session ?? ALIVE, identity: peer, address: peer.address };
}

/** Returns why a peer must not send a password, or `undefined` if it may. */
export function refuse({ isPrivate }: Peer): Refusal | undefined {
  return isPrivate ? undefined : { code: "tls_required" };
}

function refusePassword(password: string): Refusal | undefined {
  return isPassword(password) ? undefined : BAD_PASSWORD;
}

function refuseFor(wait: number): Refusal | undefined {
  if (wait === 0) return undefined;
  return { code: "too_fast", seconds: waitSeconds(wait) };
}
