import { NONCE_LIFETIME } from "./store.ts";

/** Maximum entries of a {@linkcode Generation}, at 32 bytes each. */
const MAX_ENTRIES = 2 ** 21;

/** Generation of the index: a hash table without removal. */
class Generation {
  readonly begin: number;
  /** Hashes, from 1; 0 for an empty slot. At least half are empty. */
  #hashes = new Float64Array(1_024);
  /** Row of the hash at the same index. */
  #rows = new Float64Array(1_024);
  #size = 0;

  /** @param begin Start of its use, in Unix milliseconds. */
  constructor(begin: number) {
    this.begin = begin;
  }

  get size(): number {
    return this.#size;
  }

  add(hash: number, row: number): void {
    if (this.#size * 2 >= this.#hashes.length) this.#grow();
    const mask = this.#hashes.length - 1;
    let place = hash % this.#hashes.length;
    while (this.#hashes[place] !== 0) place = (place + 1) & mask;
    this.#hashes[place] = hash;
    this.#rows[place] = row;
    this.#size++;
  }

  *rows(hash: number): Generator<number> {
    const mask = this.#hashes.length - 1;
    for (let place = hash % (mask + 1); this.#hashes[place] !== 0; place = (place + 1) & mask) {
      if (this.#hashes[place] === hash) yield this.#rows[place]!;
    }
  }

  #grow(): void {
    const hashes = this.#hashes;
    const rows = this.#rows;
    this.#hashes = new Float64Array(hashes.length * 2);
    this.#rows = new Float64Array(hashes.length * 2);
    this.#size = 0;
    for (const [place, hash] of hashes.entries()) if (hash !== 0) this.add(hash, rows[place]!);
  }
}

/**
 * Index in memory from nonces to the table rows that may hold them, at 32 to 64 bytes a nonce.
 *
 * With a database index of random strings, every message would rewrite a random page, which costs more than everything
 * else about the message. So rows are only appended to their table. If more than two million nonces arrive within their
 * lifetime, those before the last two million may be forgotten early.
 */
export class NonceIndex {
  /** Keeps clients from choosing nonces that collide. */
  readonly #seed = crypto.getRandomValues(new Uint32Array(2));
  #young = new Generation(0);
  #old = new Generation(0);

  /**
   * Adds a nonce.
   *
   * @param key Sender and nonce.
   * @param row Row that holds it.
   * @param at When it was used, in Unix milliseconds.
   */
  add(key: string, row: number, at: number): void {
    if (at - this.#young.begin >= NONCE_LIFETIME || this.#young.size >= MAX_ENTRIES) {
      this.#old = this.#young;
      this.#young = new Generation(at);
    }
    this.#young.add(this.#hash(key), row);
  }

  /** Returns the rows that may contain a nonce: usually none, or the one that does. */
  rows(key: string): number[] {
    const hash = this.#hash(key);
    return [...this.#young.rows(hash), ...this.#old.rows(hash)];
  }

  /** Returns the hash of a key, from 1 to 2⁵³ − 1. */
  #hash(key: string): number {
    let low = this.#seed[0]!;
    let high = this.#seed[1]!;
    for (let index = 0; index < key.length; index++) {
      const unit = key.charCodeAt(index);
      low = Math.imul(low ^ unit, 0x9e3779b1);
      high = Math.imul(high ^ unit, 0x5f356495);
    }
    low = Math.imul(low ^ (low >>> 16), 0x85ebca6b) ^ Math.imul(high ^ (high >>> 13), 0xc2b2ae35);
    high = Math.imul(high ^ (high >>> 16), 0x85ebca6b) ^ Math.imul(low ^ (low >>> 13), 0xc2b2ae35);
    return (high & 0x1fffff) * 2 ** 32 + (low >>> 0) || 1;
  }
}
