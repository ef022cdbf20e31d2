import type { Address } from "../../cli/address.ts";
import { systemReason } from "../../cli/system_error.ts";
import type { Catalogue } from "../../locale/texts/catalogue.ts";
import { count, Counters } from "../telemetry/counters.ts";
import type { LogEvent } from "../telemetry/log.ts";
import type { LogLimiter } from "../telemetry/log_limiter.ts";
import type { ConnectionObserver, SessionEnd } from "./connection_options.ts";

/** Counts and logs connections: accepted, rejected, begun and ended. */
export class ConnectionLog implements ConnectionObserver {
  readonly counters: Counters = new Counters();
  readonly #log: LogLimiter;
  readonly #texts: Pick<Catalogue, "errors" | "system">;

  /**
   * @param log Limits the lines that each address can cause.
   * @param texts Texts of the errors.
   */
  constructor(log: LogLimiter, texts: Pick<Catalogue, "errors" | "system">) {
    this.#log = log;
    this.#texts = texts;
  }

  /** Starts the counts of a listener at 0. */
  addListener(name: string): void {
    count(this.counters.opened, name, 0);
    count(this.counters.open, name, 0);
  }

  onAccepted(listener: string): void {
    count(this.counters.opened, listener);
    count(this.counters.open, listener);
  }

  onClosed(listener: string): void {
    count(this.counters.open, listener, -1);
  }

  onAcceptFailed(error: Error): void {
    const reason = systemReason(error, this.#texts.system);
    this.#write({ event: "accept_failed", reason }, "");
  }

  /** As {@linkcode EndpointHost.logRejection}. */
  onRejected(host: string, kind: string, reason: string = kind): void {
    count(this.counters.rejected, kind);
    this.#write({ event: "rejected", host, reason }, host);
  }

  onBegin({ hostname: host, port }: Address): void {
    this.#write({ event: "connected", host, port }, host);
  }

  onEnd({ hostname: host, port }: Address, { name = "", reason }: SessionEnd): void {
    // Sessions ended by a limit or a rule have an error code; other reasons are the peer's own.
    if (Object.hasOwn(this.#texts.errors, reason) && reason !== "shutting_down") {
      count(this.counters.disconnected, reason);
    }
    this.#write({ event: "disconnected", host, port, name, reason }, host);
  }

  #write(event: LogEvent, source: string): void {
    this.#log.write(event, source, performance.now());
  }
}
