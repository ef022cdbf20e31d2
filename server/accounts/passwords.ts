import type { ScryptOptions } from "node:crypto";
import { WorkQueue, type WorkSource } from "../collections/work_queue.ts";

/** Parameters of scrypt, which determine the cost of a check. */
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
 * Passwords hashed at the same time; each takes a core and 32 MiB. One core is left to the event loop, which all clients
 * depend on; on a single remaining core, two at a time would each take twice as long.
 */
export const MAX_RUNNING: number = Math.max(1, Math.min(2, navigator.hardwareConcurrency - 1));

/** Stored password: `$scrypt$ln=15,r=8,p=3$salt$hash` in the PHC string format, the last two in base64. */
const VERSION_TAG = /^\$scrypt\$ln=(\d+),r=(\d+),p=(\d+)\$([A-Za-z0-9+/]+)\$([A-Za-z0-9+/]+)$/;

/** Source of passwords that the operator enters on the command line. */
const OPERATOR: WorkSource = {
  session: { isEnded: false },
  identity: "operator",
  address: undefined,
};

/**
 * Hashes passwords in threads, a few at a time and in fair turns, so that an address with many requests does not prevent
 * others from logging in.
 */
export class Passwords {
  readonly #queue = new WorkQueue({ parallel: MAX_RUNNING });

  /**
   * Hashes a new password.
   *
   * @param password The password.
   * @param source Source of the request.
   * @returns Parameters, salt and hash in the PHC string format.
   * @throws {BusyError} If too many requests wait, see {@linkcode WorkQueue}.
   * @throws {SessionEndedError} If the session ended before its turn.
   */
  async hash(password: string, source = OPERATOR): Promise<string> {
    const salt = crypto.getRandomValues(new Uint8Array(SALT_BYTES));
    const hash = await this.#queue.run(source, () => derive(password, salt, HASH_BYTES, COST));
    return formatHash(salt, hash, COST);
  }

  /**
   * Verifies a password. Without a stored hash it takes as long.
   *
   * @param password The password.
   * @param stored The stored hash, if there is one.
   * @param source Source of the request.
   * @returns Whether the password is right.
   * @throws {BusyError} If too many requests wait, see {@linkcode WorkQueue}.
   * @throws {SessionEndedError} If the session ended before its turn.
   * @throws {SyntaxError} If `stored` is not from {@linkcode Passwords.hash}.
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

/** Returns whether a hash is cheaper to attack than a new one, so that the password should be hashed again. */
export function isOutdated(stored: string): boolean {
  const { cost } = parseHash(stored);
  return cost.ln < COST.ln || cost.r < COST.r || cost.p < COST.p;
}

/** Loads `node:crypto` at the first password, because it would delay every start. */
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
  // The default of `maxmem` is just too low for N = 2^15.
  const options: ScryptOptions = { N, r, p, maxmem: 256 * N * r };
  const { scrypt } = await loadCrypto();
  return await new Promise((resolve, reject) => {
    // Another machine may encode the same password with other code points.
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
    throw new SyntaxError("Cannot parse stored password as its format is unknown");
  }
  const cost = { ln: Number(ln), r: Number(r), p: Number(p) };
  return { salt: Uint8Array.fromBase64(salt), hash: Uint8Array.fromBase64(hash), cost };
}

/** Encodes as base64 without padding, as the PHC string format requires. */
function toBase64(bytes: Uint8Array): string {
  return bytes.toBase64({ omitPadding: true });
}
