/**
 * What operators see: log, metrics, health.
 *
 * It counts and writes what other folders report, and decides nothing.
 *
 * @module
 */
import { showAddress } from "../../cli/address.ts";
import type { Catalogue } from "../../locale/texts/catalogue.ts";
import { escapeControl } from "../../protocol/text/escape_control.ts";
import { type AuditEntry, describeAudit } from "./audit_entry.ts";
import { SendQueue, type Sink } from "../send/send_queue.ts";

export type LogEvent =
  | { readonly event: "listening"; readonly host: string; readonly port: number }
  | { readonly event: "web_listening" | "metrics_listening"; readonly url: string }
  | { readonly event: "connected"; readonly host: string; readonly port: number }
  /** A rejected connection. */
  | { readonly event: "rejected"; readonly host: string; readonly reason: string }
  | {
    readonly event: "disconnected";
    readonly host: string;
    readonly port: number;
    readonly name: string;
    readonly reason: string;
  }
  | {
    readonly event: "accept_failed" | "certificate_refused";
    readonly reason: string;
  }
  | {
    readonly event: "store_failed";
    readonly reason: string;
    /** Number of failures since the last line. */
    readonly failures: number;
  }
  | { readonly event: "store_works"; readonly failures: number }
  | AuditEntry
  | { readonly event: "bus_failed" | "bus_works" | "node_replaced" }
  /** Messages over NATS that no node sent: their number since the last line. */
  | { readonly event: "bus_ignored"; readonly count: number }
  /** Stored data was lost; `copy` is the path of a copy of the damaged database. */
  | { readonly event: "database_damaged"; readonly copy: string }
  /** Messages that could not be stored before the server stopped. */
  | { readonly event: "not_stored"; readonly count: number }
  | { readonly event: "certificate_renewed" | "stopping" | "stopped" };

/** Number of similar events that were not logged. */
export interface Suppressed {
  readonly more: number;
  /** Time of the first of them. */
  readonly since: Date;
}

/** Format of the log: lines for people, or a JSON object per line. */
export type LogFormat = "text" | "json";

/** Maximum bytes of log waiting to be written; further lines are dropped. */
const MAX_WAITING = 4 * 1024 * 1024;

/** Maximum length of a value in a line, in UTF-16 code units: peers choose some of them. */
const MAX_VALUE = 1_000;

/**
 * Time that a line about a connection waits for others, in milliseconds. The runtime hands each write to a file or a pipe to
 * another thread and back.
 */
const MAX_DELAY = 10;

const encoder = new TextEncoder();

/** The server's log. It never blocks the server: if its output is not read, lines are dropped. */
export class Log {
  #format: LogFormat;
  #texts: Catalogue;
  #sendQueue: SendQueue;
  /** Lines that wait for others. */
  #lines = "";
  /** Writes these lines; set while there are any. */
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(sink: Sink, format: LogFormat, texts: Catalogue) {
    this.#sendQueue = new SendQueue(sink, { limit: Infinity, onOverflow: () => {} });
    this.#format = format;
    this.#texts = texts;
  }

  /**
   * Writes a line: at once, with those that wait, or a little later if it tells of a connection.
   *
   * @param entry The event, and how many similar ones were not logged.
   */
  write(entry: LogEvent & Partial<Suppressed>): void {
    if (this.#sendQueue.size + this.#lines.length > MAX_WAITING) return;
    const cut = cutValues(entry);
    const line = this.#format === "json"
      ? JSON.stringify({ time: new Date().toISOString(), ...cut })
      : describe(cut, this.#texts) + describeSuppressed(cut, this.#texts);
    this.#lines += `${escapeControl(line)}\n`;
    if (entry.event !== "connected" && entry.event !== "disconnected") this.#push();
    else this.#timer ??= setTimeout(() => this.#push(), MAX_DELAY);
  }

  /** Resolves when all lines are written, or writing has failed. */
  flushed(): Promise<void> {
    this.#push();
    return this.#sendQueue.flushed();
  }

  #push(): void {
    // Not without a timer: the first use of any function of timers loads them, which would delay the start.
    if (this.#timer !== undefined) clearTimeout(this.#timer);
    this.#timer = undefined;
    if (this.#lines === "") return;
    this.#sendQueue.push(encoder.encode(this.#lines));
    this.#lines = "";
  }
}

function cutValues<T extends object>(event: T): T {
  const isLong = (value: unknown) => typeof value === "string" && value.length > MAX_VALUE;
  if (!Object.values(event).some(isLong)) return event;
  return Object.fromEntries(
    Object.entries(event).map((
      [name, value],
    ) => [name, isLong(value) ? `${value.slice(0, MAX_VALUE)}…`.toWellFormed() : value]),
  ) as T;
}

function describeSuppressed({ more, since }: Partial<Suppressed>, { log }: Catalogue): string {
  if (more === undefined || since === undefined) return "";
  return ` ${log.more(more, since.toTimeString().slice(0, "00:00".length))}`;
}

/** Returns the text of a reason; a reason without one, such as that of a TLS library, is shown as it is. */
function nameOf(reason: string, texts: Readonly<Record<string, string>>): string {
  return Object.hasOwn(texts, reason) ? texts[reason]! : reason;
}

function describe(event: LogEvent, texts: Catalogue): string {
  const { log } = texts;
  switch (event.event) {
    case "listening":
      return log.listening(showAddress({ hostname: event.host, port: event.port }));
    case "web_listening":
      return log.webListening(event.url);
    case "metrics_listening":
      return log.metricsListening(event.url);
    case "connected":
      return log.connected(event.host, event.port);
    case "rejected":
      return log.rejected(event.host, nameOf(event.reason, log.endings));
    case "disconnected":
      return log.disconnected(
        event.host,
        event.port,
        event.name,
        nameOf(event.reason, log.endings),
      );
    case "accept_failed":
      return log.acceptFailed(event.reason);
    case "store_failed":
      return log.storeFailed(event.reason, event.failures);
    case "store_works":
      return log.storeWorks(event.failures);
    case "moderation":
      return describeAudit(event, texts);
    case "database_damaged":
      return log.databaseDamaged(event.copy);
    case "bus_failed":
      return log.busFailed();
    case "bus_works":
      return log.busWorks();
    case "bus_ignored":
      return log.busIgnored(event.count);
    case "node_replaced":
      return log.nodeReplaced();
    case "certificate_renewed":
      return log.certificateRenewed();
    case "certificate_refused":
      return log.certificateRefused(event.reason);
    case "stopping":
      return log.stopping();
    case "not_stored":
      return log.notStored(event.count);
    case "stopped":
      return log.stopped();
  }
}
