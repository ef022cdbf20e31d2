import { delay } from "@std/async/delay";
import type { Cause } from "../chat/room_state.ts";

/** A session that leaves a room, or all rooms if none is named. */
export interface Departure {
  readonly session: string;
  readonly room: string | null;
  /** Operator who removed the member, and the reason, if any. */
  readonly cause?: Cause | undefined;
  /** The session that needs no announcement, if different. */
  readonly except?: string;
}

/** A member that left a room, to be announced there. */
export interface DepartedMember {
  /** Key of the room. */
  readonly room: string;
  readonly roomName: string;
  readonly session: string;
  readonly name: string;
  readonly identity: string;
  readonly cause?: Cause | undefined;
  readonly except?: string;
}

/** Pause before a failed attempt is repeated, in milliseconds. */
const RETRY = 500;

/**
 * Removes sessions from the registry in the order in which they left, several at a time while the database is busy. The
 * sessions are gone already, so a failed removal is repeated until it succeeds.
 */
export class Departures {
  /** Called with members whose departure must be announced. */
  onDeparted: (departed: readonly DepartedMember[]) => void = () => {};
  readonly #depart: (departures: readonly Departure[]) => Promise<readonly DepartedMember[]>;
  readonly #abort = new AbortController();
  #waiting: Departure[] = [];
  /** Settles with the attempt that will remove the waiting sessions. */
  #next: PromiseWithResolvers<void> | undefined;
  /** Settles with the attempt in progress. */
  #underway: PromiseWithResolvers<void> | undefined;
  #running: Promise<void> | undefined;

  /** @param depart Removes sessions from the registry; returns the members to announce. */
  constructor(depart: (departures: readonly Departure[]) => Promise<readonly DepartedMember[]>) {
    this.#depart = depart;
  }

  /** Resolves when the registry has the change; rejects if an attempt failed, which is repeated. */
  add(departure: Departure): Promise<void> {
    this.#waiting.push(departure);
    const { promise } = this.#next ??= attempt();
    this.#running ??= this.#run();
    return promise;
  }

  /** Resolves when the registry has all changes added before; rejects if an attempt failed. */
  settled(): Promise<void> {
    return (this.#next ?? this.#underway)?.promise ?? Promise.resolve();
  }

  /** Makes one more attempt, and none after that. */
  async close(): Promise<void> {
    await this.settled().catch(() => {});
    this.#abort.abort();
    await this.#running;
  }

  async #run(): Promise<void> {
    const { signal } = this.#abort;
    // Sessions that leave in one turn are removed together.
    await Promise.resolve();
    while (this.#next && !signal.aborted) {
      const departures = this.#waiting.splice(0);
      this.#underway = this.#next;
      this.#next = undefined;
      try {
        const departed = await this.#depart(departures);
        this.#underway.resolve();
        if (departed.length > 0) {
          this.onDeparted(departed.map((each) => withCause(each, departures)));
        }
      } catch (error) {
        this.#underway.reject(error);
        this.#waiting.unshift(...departures);
        this.#next ??= attempt();
        await delay(RETRY, { signal }).catch(() => {});
      }
      this.#underway = undefined;
    }
    this.#running = undefined;
  }
}

function withCause(departed: DepartedMember, departures: readonly Departure[]): DepartedMember {
  const { cause, except } =
    departures.find(({ session, room }) =>
      session === departed.session && room === departed.room
    ) ?? {};
  return { ...departed, ...(cause && { cause }), ...(except !== undefined && { except }) };
}

/** Creates the promise of an attempt. Its failure counts as handled even if nothing waits for it. */
function attempt(): PromiseWithResolvers<void> {
  const made = Promise.withResolvers<void>();
  made.promise.catch(() => {});
  return made;
}
