import { showAddress } from "../cli/address.ts";
import type { Catalogue } from "../locale/catalogue.ts";
import { escapeControl } from "../protocol/escape_control.ts";
import { type AuditEntry, describeAudit } from "./moderation/audit.ts";
import { Outbox, type Sink } from "./outbox.ts";

/** Something worth a line in the log. */
export type LogEvent =
  | { readonly event: "listening"; readonly host: string; readonly port: number }
  | { readonly event: "web_listening"; readonly url: string }
  | { readonly event: "connected"; readonly host: string; readonly port: number }
  /** Connections that were not let in: the last one, and how many more there were before it that no line told of. */
  | {
    readonly event: "refused";
    readonly host: string;
    readonly reason: string;
    readonly more: number;
  }
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
    /** How often since the last line. */
    readonly failures: number;
  }
  | { readonly event: "store_works"; readonly failures: number }
  | AuditEntry
  | { readonly event: "bus_failed" | "bus_works" | "node_replaced" }
  /** What came over NATS and is not from a node: how much since the last line. */
  | { readonly event: "bus_ignored"; readonly count: number }
  /** Messages that were said and could not be stored before the server stopped. */
  | { readonly event: "not_stored"; readonly count: number }
  | { readonly event: "certificate_renewed" | "stopping" | "stopped" };

/** How the log is written: lines for people, or a JSON object a line. */
export type LogFormat = "text" | "json";

/** Most bytes of the log that wait to be written; lines beyond them are dropped. */
const MAX_WAITING = 4 * 1024 * 1024;

const encoder = new TextEncoder();

/** The server's log. It never makes the server wait: where nobody reads it, lines are dropped. */
export class Log {
  #format: LogFormat;
  #texts: Catalogue;
  #outbox: Outbox;

  constructor(sink: Sink, format: LogFormat, texts: Catalogue) {
    this.#outbox = new Outbox(sink, { limit: Infinity, onOverflow: () => {} });
    this.#format = format;
    this.#texts = texts;
  }

  write(event: LogEvent): void {
    if (this.#outbox.size > MAX_WAITING) return;
    const line = this.#format === "json"
      ? JSON.stringify({ time: new Date().toISOString(), ...event })
      : describe(event, this.#texts);
    this.#outbox.push(encoder.encode(`${escapeControl(line)}\n`));
  }

  /** Resolves when all lines are written, or nothing more can be. */
  flushed(): Promise<void> {
    return this.#outbox.flushed();
  }
}

function describe(event: LogEvent, texts: Catalogue): string {
  const { log } = texts;
  switch (event.event) {
    case "listening":
      return log.listening(showAddress({ hostname: event.host, port: event.port }));
    case "web_listening":
      return log.webListening(event.url);
    case "connected":
      return log.connected(event.host, event.port);
    case "refused":
      return log.refused(event.host, event.reason, event.more);
    case "disconnected":
      return log.disconnected(event.host, event.port, event.name, event.reason);
    case "accept_failed":
      return log.acceptFailed(event.reason);
    case "store_failed":
      return log.storeFailed(event.reason, event.failures);
    case "store_works":
      return log.storeWorks(event.failures);
    case "moderation":
      return describeAudit(event, texts);
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
