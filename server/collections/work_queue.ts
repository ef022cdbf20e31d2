/**
 * Collections and queues for any kind of element.
 *
 * Nothing here knows the chat.
 *
 * @module
 */
import { TimeSlice } from "./time_slice.ts";

/** Source of a job, which determines its turn. */
export interface WorkSource {
  /** The session. Waiting jobs are dropped when it has ended. */
  readonly session: { readonly isEnded: boolean };
  /** Compared by `===`: the account or the guest, so that several sessions of one user count as one. */
  readonly identity: unknown;
  /** Address of the client, or `undefined` if addresses are not limited: then each identity counts by itself. */
  readonly address: string | undefined;
}

/** Options of {@linkcode WorkQueue.run}. */
export interface WorkOptions {
  /**
   * Whether the job waits however many others do. For the next step of an answer that has started, and for jobs of which a
   * session has at most one, such as catching up after a reconnect.
   *
   * @default {false}
   */
  readonly skipsLimit?: boolean;
}

/** Options of {@linkcode WorkQueue}. */
export interface WorkQueueOptions {
  /** Maximum jobs that run at the same time. */
  readonly parallel: number;
  /**
   * Milliseconds for which jobs are started in a row before the event loop goes round.
   *
   * @default {2}
   */
  readonly slice?: number;
}

/** Maximum waiting jobs of one identity, in addition to the one that runs. */
const MAX_WAITING_PER_IDENTITY = 4;

/** Maximum waiting jobs of one address. */
export const MAX_WAITING_PER_ADDRESS = 16;

/** Thrown if a job would wait behind too many others of its own identity or address. */
export class BusyError extends Error {
  override name = "BusyError";
  /** Number of waiting jobs, as digits, and the limit. */
  readonly details: { readonly value: string; readonly limit: number };

  constructor(waiting: number, limit: number) {
    super(`Cannot queue job as too many wait already: ${waiting} ≥ ${limit}`);
    this.details = { value: `${waiting}`, limit };
  }
}

/** Thrown instead of running a job whose session ended before its turn, because there is no client left to answer. */
export class SessionEndedError extends Error {
  override name = "SessionEndedError";
}

/** Options of {@linkcode WorkQueue.runSteps}. */
export interface StepOptions extends WorkOptions {
  /** Called after each step but the last; when it resolves, the next one waits for its turn. MUST NOT reject. */
  readonly rest: () => Promise<void>;
}

interface Job {
  readonly source: WorkSource;
  skipsLimit: boolean;
  run(): Promise<void>;
  drop(): void;
}

/** Jobs of one identity at one address. */
interface ClientJobs {
  readonly address: AddressJobs;
  readonly waiting: Job[];
  isRunning: boolean;
  /** Whether it is among the clients of its address that have a job to start. */
  isReady: boolean;
}

interface AddressJobs {
  readonly clients: Map<unknown, ClientJobs>;
  /** Clients with a job that may start, in the order of their turns. */
  readonly ready: ClientJobs[];
}

/** Number of times that a client runs out of jobs before such clients are deleted. */
const MAX_DONE = 256;

/**
 * Fair queue for work that is more expensive than a message: searches, pages of history, lists, password hashes.
 *
 * - At most one job of an identity MUST run at a time; its others wait, in order.
 * - At most 4 jobs of an identity and 16 of an address MUST wait, not counting those that skip the limit; above that, `run`
 *   MUST reject with {@linkcode BusyError} without starting the job.
 * - Turns MUST go round over the addresses, and within an address over its identities. So an address, or an identity within
 *   it, delays another by one job per turn, however many it queues.
 * - A job whose session ended while it waited MUST NOT start.
 * - Synchronous jobs SHOULD NOT occupy the event loop for longer than a slice together; after that, the next job starts
 *   after a pause. One job is one step; a job that does more must split itself.
 */
export class WorkQueue {
  readonly #parallel: number;
  readonly #slice: TimeSlice;
  readonly #addresses = new Map<unknown, AddressJobs>();
  /** Identities at addresses that are not limited, each as if it were an address. */
  readonly #exempt = new Map<unknown, AddressJobs>();
  /** Addresses with a client that has a job to start, in the order of their turns. */
  readonly #ready: AddressJobs[] = [];
  /** Number of times that a client ran out of jobs since such clients were deleted. */
  #done = 0;
  #running = 0;

  constructor({ parallel, slice }: WorkQueueOptions) {
    this.#parallel = parallel;
    this.#slice = new TimeSlice({
      length: slice,
      isWorkWaiting: () => this.#ready.length > 0,
      onEnd: () => this.#startAll(),
    });
  }

  /**
   * Runs a job in its turn; at once, if nothing else waits.
   *
   * @param source Source of the job.
   * @param work The job. It may throw.
   * @param options See {@linkcode WorkOptions}.
   * @returns Result of the job.
   * @throws {BusyError} If too many jobs wait already.
   * @throws {SessionEndedError} If the session ended before its turn.
   */
  run<T>(
    source: WorkSource,
    work: () => Promise<T> | T,
    { skipsLimit = false }: WorkOptions = {},
  ): Promise<T> {
    let result: T;
    const step = async () => {
      result = await work();
      return true;
    };
    return this.runSteps(source, step, { skipsLimit, rest: () => Promise.resolve() })
      .then(() => result);
  }

  /**
   * Runs a job of several steps, such as an answer of several messages: each step has a turn of its own. It is one job and
   * not one per step, because many may wait, and what has waited for long stays in memory until old memory is collected.
   *
   * @param source Source of the job.
   * @param step Does the next step; resolves to whether it was the last one. It may throw.
   * @param options See {@linkcode StepOptions}. All steps after the first skip the limit.
   * @throws {BusyError} If too many jobs wait already.
   * @throws {SessionEndedError} If the session ended before the turn of a step.
   */
  runSteps(
    source: WorkSource,
    step: () => Promise<boolean>,
    { skipsLimit = false, rest }: StepOptions,
  ): Promise<void> {
    const client = this.#clientOf(source);
    const canStart = !client.isRunning && this.#ready.length === 0 &&
      this.#running < this.#parallel && !this.#slice.isOver;
    const error = canStart || skipsLimit ? undefined : refuse(client);
    if (error) {
      this.#forget();
      return Promise.reject(error);
    }
    return new Promise((resolve, reject) => {
      const run = async () => {
        try {
          if (await step()) return resolve();
          job.skipsLimit = true;
          // A job that rests takes no place in the queue.
          void rest().then(() => this.#queue(job));
        } catch (error) {
          reject(error);
        }
      };
      const job: Job = { source, skipsLimit, run, drop: () => reject(new SessionEndedError()) };
      this.#queue(job);
    });
  }

  #queue(job: Job): void {
    const client = this.#clientOf(job.source);
    client.waiting.push(job);
    this.#offer(client);
    this.#startAll();
  }

  #startAll(): void {
    while (this.#ready.length > 0 && this.#running < this.#parallel && !this.#slice.isOver) {
      const client = this.#takeTurn();
      const job = client.waiting.shift()!;
      if (job.source.session.isEnded) {
        job.drop();
        this.#offer(client);
        continue;
      }
      client.isRunning = true;
      this.#running++;
      this.#slice.begin();
      void job.run().then(() => {
        client.isRunning = false;
        this.#running--;
        this.#offer(client);
        this.#startAll();
      });
    }
  }

  /** Returns the client whose turn it is, and moves its address to the end. */
  #takeTurn(): ClientJobs {
    const address = this.#ready.shift()!;
    const client = address.ready.shift()!;
    client.isReady = false;
    if (address.ready.length > 0) this.#ready.push(address);
    return client;
  }

  /** Adds a client to the end of the turns, if it has a job to start. */
  #offer(client: ClientJobs): void {
    if (client.isRunning || client.isReady) return;
    if (client.waiting.length === 0) return this.#forget();
    client.isReady = true;
    if (client.address.ready.push(client) === 1) this.#ready.push(client.address);
  }

  /**
   * Deletes clients without jobs, many at a time. A map whose entries are deleted one by one, only to be added again for
   * the next page of an answer, gets a new table every few times. V8 links these tables: once one of them is old, it
   * keeps all later ones and their contents until the next collection of old memory.
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

  #clientOf({ address, identity }: WorkSource): ClientJobs {
    const among = address === undefined ? this.#exempt : this.#addresses;
    const key = address ?? identity;
    let jobs = among.get(key);
    if (jobs === undefined) {
      jobs = { clients: new Map(), ready: [] };
      among.set(key, jobs);
    }
    let client = jobs.clients.get(identity);
    if (client === undefined) {
      client = { address: jobs, waiting: [], isRunning: false, isReady: false };
      jobs.clients.set(identity, client);
    }
    return client;
  }
}

/** Returns an error if a client may not queue another job. Jobs of sessions that have ended do not count. */
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
