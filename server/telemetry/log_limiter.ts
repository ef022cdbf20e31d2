import type { Log, LogEvent } from "./log.ts";

/** Period over which lines are counted, in milliseconds. */
const MINUTE = 60_000;

/** Lines within a minute. */
interface Allowance {
  /** Per source, which depends on the event. */
  readonly perSource: number;
  /** From all sources together. */
  readonly total: number;
}

/** One line a minute from all sources: a flood from many addresses would fill the log as well. */
const ONE: Allowance = { perSource: 1, total: 1 };

/** Lines about connections: more than `--max-per-minute` lets one address cause. */
const CONNECTIONS: Allowance = { perSource: 1_200, total: 12_000 };

/** What was not allowed. */
const REFUSED_ACTIONS: Allowance = { perSource: 10, total: 100 };

/** What was done in rooms: each guest may make one, and then look after it. On the whole server it is always a line. */
const ACTIONS: Allowance = { perSource: 60, total: 6_000 };

/** Sources whose lines are counted apart; the others share a count for each kind. */
const MAX_SOURCES = 1_000;

/** Lines of one kind from one source. */
interface Count {
  lines: number;
  /** Events not logged yet: their number, the last one, and the time of the first. */
  leftOut: number;
  last: LogEvent | undefined;
  since: Date | undefined;
}

/** Lines of a minute. */
interface CountWindow {
  /** When it began, by a monotonic clock. */
  begun: number;
  /** By kind and source. */
  readonly counts: Map<string, Count>;
}

/**
 * Bounds what peers can make the server write to its log, by kind of event and by who provoked it. What passes the bound is
 * counted; the last of it is written once the minute is over, with how many more there were.
 */
export class LogLimiter {
  readonly #log: Pick<Log, "write">;
  #window: CountWindow = { begun: -Infinity, counts: new Map() };

  /** @param log Where lines are written. */
  constructor(log: Pick<Log, "write">) {
    this.#log = log;
  }

  /**
   * Writes a line, or counts it.
   *
   * @param event What happened.
   * @param source Who provoked it: an address or an identity.
   * @param now The time by a monotonic clock, in milliseconds.
   */
  write(event: LogEvent, source: string, now: number): void {
    const allowance = allowanceOf(event);
    if (allowance === undefined) return this.#log.write(event);
    this.check(now);
    const kind = allowance === ACTIONS ? "actions" : event.event;
    const all = this.#count(kind);
    const count = allowance === ONE || all.lines >= allowance.total
      ? all
      : this.#count(`${kind} ${source}`, kind);
    const most = count === all ? allowance.total : allowance.perSource;
    if (count.lines < most) {
      this.#log.write(event);
      count.lines++;
      if (count !== all) all.lines++;
      return;
    }
    count.leftOut++;
    count.last = event;
    count.since ??= new Date();
  }

  /** Tells of what was left out, if its minute is over; to be called every now and then, and at the end. */
  check(now: number): void {
    if (now - this.#window.begun < MINUTE) return;
    const { counts } = this.#window;
    this.#window = { begun: now, counts: new Map() };
    for (const [key, { last, leftOut, since }] of counts) {
      if (last === undefined) continue;
      // It is the first line of the next minute, so that a flood has one a minute and not two.
      this.#count(key).lines++;
      this.#log.write({ ...last, ...(leftOut > 1 && { more: leftOut - 1, since: since! }) });
    }
  }

  /** Returns a count; where there are many, another one in its place. */
  #count(key: string, otherwise = key): Count {
    const { counts } = this.#window;
    let count = counts.get(key);
    if (count === undefined) {
      if (counts.size >= MAX_SOURCES && key !== otherwise) return this.#count(otherwise);
      counts.set(key, count = { lines: 0, leftOut: 0, last: undefined, since: undefined });
    }
    return count;
  }
}

function allowanceOf(event: LogEvent): Allowance | undefined {
  switch (event.event) {
    case "connected":
    case "disconnected":
      return CONNECTIONS;
    case "refused":
    case "accept_failed":
      return ONE;
    case "moderation":
      if (event.refused !== undefined) return REFUSED_ACTIONS;
      return event.room === undefined ? undefined : ACTIONS;
  }
}
