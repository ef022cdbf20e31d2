import type { ScryptOptions } from "node:crypto";
import { WorkQueue, type WorkSource } from "../collections/work_queue.ts";

/** What a password costs to check: the parameters of scrypt. */
interface Cost {
  /** The binary logarithm of N. */
  readonly ln: number;
  readonly r: number;
  readonly p: number;
}

/** OWASP's choice for scrypt with 32 MiB of memory (Password Storage Cheat Sheet). */
const COST: Cost = { ln: 15, r: 8, p: 3 };

const SALT_BYTES = 16;
const HASH_BYTES = 32;

/**
 * Passwords that are hashed at the same time: each takes a core and 32 MiB. A core is left to the event loop, for which all
 * others wait; and two at a time on what one core has left would take each twice as long.
 */
export const MAX_RUNNING: number = Math.max(1, Math.min(2, navigator.hardwareConcurrency - 1));

/** Stored password: `$scrypt$ln=15,r=8,p=3$salt$hash` in the PHC string format, the last two in base64. */
const VERSION_TAG = /^\$scrypt\$ln=(\d+),r=(\d+),p=(\d+)\$([A-Za-z0-9+/]+)\$([A-Za-z0-9+/]+)$/;

/** Passwords that the operator gives on the command line. */
const OPERATOR: WorkSource = {
  session: { isEnded: false },
  identity: "operator",
  address: undefined,
};

/**
 * Hashes passwords in threads of their own, a few at a time and in fair turns: an address that keeps them busy does not
 * keep others from logging in.
 */
export class Passwords {
  readonly #queue = new WorkQueue({ parallel: MAX_RUNNING });

  /**
   * Makes of a password what is kept in its place.
   *
   * @param password The password.
   * @param source Where it comes from.
   * @returns The salt, the hash and what it cost, in the PHC string format.
   * @throws {BusyError} If too many wait, see {@linkcode WorkQueue}.
   * @throws {SessionEndedError} If the session ended before its turn.
   */
  async hash(password: string, source = OPERATOR): Promise<string> {
    const salt = crypto.getRandomValues(new Uint8Array(SALT_BYTES));
    const hash = await this.#queue.run(source, () => derive(password, salt, HASH_BYTES, COST));
    return formatHash(salt, hash, COST);
  }

  /**
   * Checks a password. Where nothing is kept that takes as long.
   *
   * @param password The password.
   * @param stored What is kept in its place, if it is.
   * @param source Where it comes from.
   * @returns Whether it is the same password.
   * @throws {BusyError} If too many wait, see {@linkcode WorkQueue}.
   * @throws {SessionEndedError} If the session ended before its turn.
   * @throws {SyntaxError} If what is kept is nothing that {@linkcode Passwords.hash} gave.
   */
  async verify(password: string, stored: string | undefined, source = OPERATOR): Promise<boolean> {
    if (stored === undefined) {
      await this.hash(password, source);
      return false;
    }
    const { salt, hash, cost } = parseHash(stored);
    const derived = await this.#queue.run(
      source,
      () => derive(password, salt, hash.length, cost),
    );
    const { timingSafeEqual } = await loadCrypto();
    return timingSafeEqual(derived, hash);
  }
}

/** Whether what is kept costs less to guess than it would now, so that it should be made again. */
export function isOutdated(stored: string): boolean {
  const { cost } = parseHash(stored);
  return cost.ln < COST.ln || cost.r < COST.r || cost.p < COST.p;
}

/** Loads `node:crypto` at the first password, as it would slow down every start. */
function loadCrypto(): Promise<typeof import("node:crypto")> {
  return import("node:crypto");
}

async function derive(
  password: string,
  salt: Uint8Array,
  length: number,
  cost: Cost,
): Promise<Uint8Array> {
  const N = 2 ** cost.ln;
  const { r, p } = cost;
  // What the default of `maxmem` allows is just too little for N = 2^15.
  const options: ScryptOptions = { N, r, p, maxmem: 256 * N * r };
  const { scrypt } = await loadCrypto();
  return await new Promise((resolve, reject) => {
    // The same password may be typed as other code points on another machine.
    scrypt(password.normalize("NFC"), salt, length, options, (error, key) => {
      if (error) reject(error);
      else resolve(key);
    });
  });
}

function formatHash(salt: Uint8Array, hash: Uint8Array, { ln, r, p }: Cost): string {
  return `$scrypt$ln=${ln},r=${r},p=${p}$${toBase64(salt)}$${toBase64(hash)}`;
}

function parseHash(stored: string): { salt: Uint8Array; hash: Uint8Array; cost: Cost } {
  const [, ln, r, p, salt, hash] = VERSION_TAG.exec(stored) ?? [];
  if (salt === undefined || hash === undefined) {
    throw new SyntaxError("Cannot read a kept password as it is in no known format");
  }
  const cost = { ln: Number(ln), r: Number(r), p: Number(p) };
  return { salt: Uint8Array.fromBase64(salt), hash: Uint8Array.fromBase64(hash), cost };
}

/** Without padding, as the PHC string format wants it. */
function toBase64(bytes: Uint8Array): string {
  return bytes.toBase64({ omitPadding: true });
}
