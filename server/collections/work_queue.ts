/**
 * Collections and queues for any kind of element.
 *
 * Nothing here knows the chat.
 *
 * @module
 */
/** Where a job comes from: what decides when its turn is. */
export interface WorkSource {
  /** The session; jobs that wait are dropped once it has ended. */
  readonly session: { readonly isEnded: boolean };
  /** Compared by `===`: the account or the guest, so that many sessions of one user count as one. */
  readonly identity: unknown;
  /** The client's address, or `undefined` where addresses are not limited: each identity then counts by itself. */
  readonly address: string | undefined;
}

/** Options of {@linkcode WorkQueue.run}. */
export interface WorkOptions {
  /**
   * Whether the job waits however many others do. For the next step of an answer that has begun, and for what a session
   * has one of at most, such as catching up after a reconnect.
   *
   * @default {false}
   */
  readonly skipsLimit?: boolean;
}

/** Options of {@linkcode WorkQueue}. */
export interface WorkQueueOptions {
  /** Jobs that run at the same time. */
  readonly parallel: number;
  /**
   * Milliseconds for which jobs are started one after the other before the event loop goes around.
   *
   * @default {2}
   */
  readonly slice?: number;
}

/** Jobs of one identity that wait, beside the one that runs. */
export const MAX_WAITING_PER_IDENTITY = 4;

/** Jobs of one address that wait. */
export const MAX_WAITING_PER_ADDRESS = 16;

/** Milliseconds of work on the event loop between two looks at what else is due. */
const SLICE = 2;

/**
 * Milliseconds for which no job is started then, if more wait. The runtime asks the system what has come when there is nothing else to
 * do, and otherwise once in 61 turns of its scheduler (Tokio's `event_interval`): without a rest, words of others waited
 * for 0.1 s.
 */
const REST = 1;

/** Thrown where a job would wait behind too many others of its own identity or address. */
export class BusyError extends Error {
  override name = "BusyError";
  /** How many wait already, and the bound: `4 ≥ 4`. */
  readonly value: string;

  constructor(waiting: number, limit: number) {
    const value = `${waiting} ≥ ${limit}`;
    super(`Cannot queue job as too many wait already: ${value}`);
    this.value = value;
  }
}

/** Thrown in place of a job whose session ended before its turn, as there is no client left to answer. */
export class SessionEndedError extends Error {
  override name = "SessionEndedError";
}

interface Job {
  readonly source: WorkSource;
  readonly skipsLimit: boolean;
  run(): Promise<void>;
  drop(): void;
}

/** One identity at one address. */
interface ClientJobs {
  readonly address: AddressJobs;
  readonly waiting: Job[];
  isRunning: boolean;
  /** Whether it is among those of its address whose turn may come. */
  isReady: boolean;
}

interface AddressJobs {
  readonly clients: Map<unknown, ClientJobs>;
  /** Clients with a job that may start, in the order of their turns. */
  readonly ready: ClientJobs[];
}

/** Jobs that leave their client with nothing to do, after which such clients are forgotten. */
const MAX_DONE = 256;

/**
 * Fair queue for work that costs more than a message does: searches, pages of history, lists, password hashes.
 *
 * - One job of an identity MUST run at a time; its others wait, in their order.
 * - At most 4 jobs of an identity and 16 of an address MUST wait, patient ones not counted; above that, `run` MUST reject
 *   with {@linkcode BusyError} and the job never starts.
 * - Turns MUST go round over the addresses, and within an address over its identities. So an address, or an identity
 *   within it, delays another by one job a turn, however many it queues.
 * - A job whose session ended while it waited MUST NOT start.
 * - Jobs that need no waiting SHOULD NOT keep the event loop for longer than a slice together: after that, the next job
 *   starts when the loop has rested. One job is one step; a job that does more must split itself.
 */
export class WorkQueue {
  readonly #parallel: number;
  readonly #slice: number;
  readonly #addresses = new Map<unknown, AddressJobs>();
  /** Identities at addresses that are not limited, each as if it were an address. */
  readonly #exempt = new Map<unknown, AddressJobs>();
  /** Addresses with a client whose turn it may be, in the order of their turns. */
  readonly #ready: AddressJobs[] = [];
  /** Times that a client had nothing left to do, since such clients were forgotten. */
  #done = 0;
  #running = 0;
  /** When the slice ends that has begun, by the monotonic clock. */
  #sliceEnd: number | undefined;

  constructor({ parallel, slice = SLICE }: WorkQueueOptions) {
    this.#parallel = parallel;
    this.#slice = slice;
  }

  /**
   * Runs a job when its turn has come; at once, if nothing else is due.
   *
   * @param source Where the job comes from.
   * @param work The job. It may throw.
   * @param options See {@linkcode WorkOptions}.
   * @returns What the job returned.
   * @throws {BusyError} If too many wait already.
   * @throws {SessionEndedError} If the session ended before its turn.
   */
  run<T>(
    source: WorkSource,
    work: () => Promise<T> | T,
    { skipsLimit = false }: WorkOptions = {},
  ): Promise<T> {
    const address = this.#addressOf(source);
    const client = clientOf(address, source.identity);
    const canStart = !client.isRunning && this.#ready.length === 0 &&
      this.#running < this.#parallel && !this.#isSliceOver;
    const error = canStart || skipsLimit ? undefined : refuse(client);
    if (error) {
      this.#forget();
      return Promise.reject(error);
    }
    return new Promise((resolve, reject) => {
      const run = async () => {
        try {
          resolve(await work());
        } catch (error) {
          reject(error);
        }
      };
      client.waiting.push({ source, skipsLimit, run, drop: () => reject(new SessionEndedError()) });
      this.#offer(client);
      this.#startAll();
    });
  }

  #startAll(): void {
    while (this.#ready.length > 0 && this.#running < this.#parallel && !this.#isSliceOver) {
      const client = this.#takeTurn();
      const job = client.waiting.shift()!;
      if (job.source.session.isEnded) {
        job.drop();
        this.#offer(client);
        continue;
      }
      client.isRunning = true;
      this.#running++;
      this.#beginSlice();
      void job.run().then(() => {
        client.isRunning = false;
        this.#running--;
        this.#offer(client);
        this.#startAll();
      });
    }
  }

  /** Returns the client whose turn it is, and puts its address last. */
  #takeTurn(): ClientJobs {
    const address = this.#ready.shift()!;
    const client = address.ready.shift()!;
    client.isReady = false;
    if (address.ready.length > 0) this.#ready.push(address);
    return client;
  }

  /** Puts a client at the end of the turns, if it has a job to start. */
  #offer(client: ClientJobs): void {
    if (client.isRunning || client.isReady) return;
    if (client.waiting.length === 0) return this.#forget();
    client.isReady = true;
    if (client.address.ready.push(client) === 1) this.#ready.push(client.address);
  }

  /**
   * Forgets clients that have nothing to do, many at a time. A map from which each is taken at once, only to come back
   * for the next page of its answer, gets a new table every few times. V8 links these tables: once one of them is old, it
   * keeps all that follow, and what they held, until the next collection of old memory.
   */
  #forget(): void {
    if (++this.#done < MAX_DONE) return;
    this.#done = 0;
    for (const addresses of [this.#addresses, this.#exempt]) {
      for (const [key, { clients }] of addresses) {
        for (const [identity, { isRunning, waiting }] of clients) {
          if (!isRunning && waiting.length === 0) clients.delete(identity);
        }
        if (clients.size === 0) addresses.delete(key);
      }
    }
  }

  /** Whether jobs were started for so long that something else has to be looked at first. */
  get #isSliceOver(): boolean {
    return this.#sliceEnd !== undefined && performance.now() >= this.#sliceEnd;
  }

  #beginSlice(): void {
    if (this.#sliceEnd !== undefined) return;
    this.#sliceEnd = performance.now() + this.#slice;
    setImmediate(() => {
      if (this.#ready.length > 0 && this.#isSliceOver) setTimeout(() => this.#endSlice(), REST);
      else this.#endSlice();
    });
  }

  #endSlice(): void {
    this.#sliceEnd = undefined;
    this.#startAll();
  }

  #addressOf({ address, identity }: WorkSource): AddressJobs {
    const among = address === undefined ? this.#exempt : this.#addresses;
    const key = address ?? identity;
    let known = among.get(key);
    if (known === undefined) {
      known = { clients: new Map(), ready: [] };
      among.set(key, known);
    }
    return known;
  }
}

function clientOf(address: AddressJobs, identity: unknown): ClientJobs {
  let client = address.clients.get(identity);
  if (client === undefined) {
    client = { address, waiting: [], isRunning: false, isReady: false };
    address.clients.set(identity, client);
  }
  return client;
}

/** Says why a client may not queue another job, if it may not. Jobs of sessions that have ended do not count. */
function refuse(client: ClientJobs): BusyError | undefined {
  const own = countWaiting(client);
  if (own >= MAX_WAITING_PER_IDENTITY) return new BusyError(own, MAX_WAITING_PER_IDENTITY);
  let all = 0;
  for (const other of client.address.clients.values()) all += countWaiting(other);
  return all >= MAX_WAITING_PER_ADDRESS ? new BusyError(all, MAX_WAITING_PER_ADDRESS) : undefined;
}

function countWaiting({ waiting }: ClientJobs): number {
  let count = 0;
  for (const { skipsLimit, source } of waiting) if (!skipsLimit && !source.session.isEnded) count++;
  return count;
}
