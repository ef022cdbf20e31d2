import { format } from "@std/fmt/duration";
import type { ErrorCode } from "../../protocol/error_code.ts";
import { nameKey } from "../../protocol/names.ts";
import { BAD_PASSWORD, isPassword } from "../../protocol/password.ts";
import { type Account, type AccountStore, newAccountId } from "../store/account_store.ts";
import { Guesses } from "./guesses.ts";
import { isOutdated, Passwords } from "./passwords.ts";
import { BusyError, SessionEndedError, type WorkSource } from "../work_queue.ts";

/** Where a password comes from. */
export interface Peer {
  /** The address, or `undefined` where it is not limited, as this machine: there, all who come through one proxy would count as one. */
  readonly address: string | undefined;
  /** The address, whatever it is, in the form of {@linkcode addressKey}. */
  readonly host: string;
  /** Whether nobody but the server can read what comes from there. */
  readonly isPrivate: boolean;
  /** The session, once there is one: passwords that wait to be checked are dropped with it. */
  readonly session?: { readonly isEnded: boolean };
}

/** Why something was not done. */
export interface Refusal {
  readonly code: ErrorCode;
  /** What the text of the code is about. */
  readonly value: string;
}

/** What became of a request about an account. */
export type Outcome = { readonly account: Account } | { readonly refusal: Refusal };

/** The names that are kept for those who know a password. */
export class Accounts {
  readonly #store: AccountStore;
  readonly #passwords = new Passwords();
  readonly #guesses = new Guesses();
  readonly #now: () => number;

  /**
   * @param store Where they are kept.
   * @param now Tells the time by a monotonic clock, in milliseconds.
   */
  constructor(store: AccountStore, now: () => number = () => performance.now()) {
    this.#store = store;
    this.#now = now;
  }

  /** Finds the account of a name. */
  find(name: string): Promise<Account | undefined> {
    return this.#store.findAccount(nameKey(name));
  }

  /** Keeps a name for whoever knows a password. */
  register(name: string, password: string, peer: Peer): Promise<Outcome> {
    return this.#answer(async () => {
      const refusal = refuse(peer);
      return refusal ? { refusal } : await this.#add(name, password, peer);
    });
  }

  /** Keeps a name, as whoever runs the server says. */
  add(name: string, password: string): Promise<Outcome> {
    return this.#answer(() => this.#add(name, password));
  }

  /** Checks the password of a name. Whether the name has an account makes no difference but to who knows the password. */
  logIn(name: string, password: string, peer: Peer): Promise<Outcome> {
    return this.#answer(async () => {
      const key = nameKey(name);
      const wait = this.#guesses.wait(key, peer.address, this.#now());
      const refusal = refuse(peer) ?? refuseFor(wait);
      if (refusal) return { refusal };
      // Counted before it is known to be wrong, or many could be tried at once.
      this.#guesses.fail(key, peer.address, this.#now());
      const account = await this.#check(key, password, peer).catch((error) => {
        this.#guesses.takeBack(key, peer.address);
        throw error;
      });
      if (!account) {
        this.#guesses.waitFrom(key, this.#now());
        return { refusal: { code: "wrong_password", value: name } };
      }
      this.#guesses.takeBack(key, peer.address);
      this.#guesses.forget(key);
      if (isOutdated(account.password)) {
        const kept = await this.#passwords.hash(password, toSource(peer));
        await this.#store.setPassword(account.id, kept);
      }
      return { account };
    });
  }

  /** Changes the password of an account. */
  changePassword(name: string, old: string, fresh: string, peer: Peer): Promise<Outcome> {
    return this.#answer(async () => {
      const refusal = refusePassword(fresh);
      if (refusal) return { refusal };
      const outcome = await this.logIn(name, old, peer);
      if ("refusal" in outcome) return outcome;
      return await this.#setPassword(outcome.account, fresh, peer);
    });
  }

  /** Gives an account another password, as whoever runs the server says. */
  setPassword(account: Account, password: string): Promise<Outcome> {
    return this.#answer(() => this.#setPassword(account, password));
  }

  async #add(name: string, password: string, peer?: Peer): Promise<Outcome> {
    const refusal = refusePassword(password);
    if (refusal) return { refusal };
    const account = {
      id: newAccountId(),
      name,
      password: await this.#passwords.hash(password, peer && toSource(peer)),
      at: Date.now(),
    };
    return await this.#store.addAccount(account)
      ? { account }
      : { refusal: { code: "name_taken", value: name } };
  }

  async #setPassword(account: Account, password: string, peer?: Peer): Promise<Outcome> {
    const refusal = refusePassword(password);
    if (refusal) return { refusal };
    const kept = await this.#passwords.hash(password, peer && toSource(peer));
    return await this.#store.setPassword(account.id, kept)
      ? { account }
      : { refusal: { code: "no_such_user", value: account.name } };
  }

  async #check(key: string, password: string, peer: Peer): Promise<Account | undefined> {
    const account = await this.#store.findAccount(key);
    const isRight = await this.#passwords.verify(password, account?.password, toSource(peer));
    return isRight ? account : undefined;
  }

  async #answer(run: () => Promise<Outcome>): Promise<Outcome> {
    try {
      return await run();
    } catch (error) {
      if (error instanceof BusyError) return { refusal: { code: "busy", value: error.value } };
      // Nobody hears it.
      if (error instanceof SessionEndedError) return { refusal: { code: "busy", value: "" } };
      throw error;
    }
  }
}

const ALIVE = { isEnded: false };

/** A password may come before anybody knows whose it is, so each connection counts as an identity. */
function toSource(peer: Peer): WorkSource {
  return { session: peer.session ?? ALIVE, identity: peer, address: peer.address };
}

/** Says why a peer should not send a password at all. */
export function refuse({ isPrivate }: Peer): Refusal | undefined {
  return isPrivate ? undefined : { code: "not_encrypted", value: "" };
}

function refusePassword(password: string): Refusal | undefined {
  return isPassword(password) ? undefined : { code: BAD_PASSWORD.code, value: BAD_PASSWORD.detail };
}

function refuseFor(wait: number): Refusal | undefined {
  if (wait === 0) return undefined;
  const seconds = Math.ceil(wait / 1_000) * 1_000;
  return { code: "too_fast", value: format(seconds, { ignoreZero: true }) };
}
