import type { Log, LogEvent } from "./log.ts";

/** Period over which lines are counted, in milliseconds. */
const MINUTE = 60_000;

/** Maximum lines per minute. */
interface Allowance {
  /** Per source; what a source is depends on the event. */
  readonly perSource: number;
  /** From all sources together. */
  readonly total: number;
}

/** One line per minute in all: a flood from many addresses would fill the log as well. */
const ONE: Allowance = { perSource: 1, total: 1 };

/** Connections: more than `--max-per-minute` allows one address. */
const CONNECTIONS: Allowance = { perSource: 1_200, total: 12_000 };

/** Rejected moderation actions. */
const REFUSED_ACTIONS: Allowance = { perSource: 10, total: 100 };

/** Moderation actions in rooms: any guest can create a room and moderate it. Server-wide actions are always logged. */
const ACTIONS: Allowance = { perSource: 60, total: 6_000 };

/** Maximum sources that are counted separately; all others share one count per kind. */
const MAX_SOURCES = 1_000;

/** Count of one kind from one source. */
interface Count {
  lines: number;
  /** Events not logged yet: their number, the last one, and the time of the first. */
  suppressed: number;
  last: LogEvent | undefined;
  since: Date | undefined;
}

/** Counts of the current minute. */
interface CountWindow {
  /** Start of the minute, by a monotonic clock. */
  begun: number;
  /** By kind and source. */
  readonly counts: Map<string, Count>;
}

/**
 * Limits how much peers can make the server log, by kind of event and by source. Events above the limit are counted; the
 * last one is written after the minute, with the number of the others.
 */
export class LogLimiter {
  readonly #log: Pick<Log, "write">;
  #window: CountWindow = { begun: -Infinity, counts: new Map() };

  /** @param log Writes the lines. */
  constructor(log: Pick<Log, "write">) {
    this.#log = log;
  }

  /**
   * Writes a line, or counts it if it exceeds the limit.
   *
   * @param event The event.
   * @param source Its source: an address or an identity.
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
    count.suppressed++;
    count.last = event;
    count.since ??= new Date();
  }

  /** Writes pending lines if the minute is over. Call it periodically and before the log is closed. */
  check(now: number): void {
    if (now - this.#window.begun < MINUTE) return;
    const { counts } = this.#window;
    this.#window = { begun: now, counts: new Map() };
    for (const [key, { last, suppressed, since }] of counts) {
      if (last === undefined) continue;
      // Counts as the first line of the next minute, so that a flood logs one line per minute and not two.
      this.#count(key).lines++;
      this.#log.write({ ...last, ...(suppressed > 1 && { more: suppressed - 1, since: since! }) });
    }
  }

  /** Returns the count of a key, or, above the maximum, that of `otherwise`. */
  #count(key: string, otherwise = key): Count {
    const { counts } = this.#window;
    let count = counts.get(key);
    if (count === undefined) {
      if (counts.size >= MAX_SOURCES && key !== otherwise) return this.#count(otherwise);
      counts.set(key, count = { lines: 0, suppressed: 0, last: undefined, since: undefined });
    }
    return count;
  }
}

function allowanceOf(event: LogEvent): Allowance | undefined {
  switch (event.event) {
    case "connected":
    case "disconnected":
      return CONNECTIONS;
    case "rejected":
    case "accept_failed":
      return ONE;
    case "moderation":
      if (event.refused !== undefined) return REFUSED_ACTIONS;
      return event.room === undefined ? undefined : ACTIONS;
  }
}
