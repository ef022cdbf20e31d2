import type { AuditEntry } from "../telemetry/audit_entry.ts";

/** Observer of the hub's work, for log and metrics. */
export interface HubObserver {
  /** The store failed; also called if no request waits for it. */
  onStoreFailed(error: unknown): void;
  /** The store wrote successfully, which ends a failure. */
  onStored(): void;
  /**
   * A moderation request was executed or rejected.
   *
   * @param entry The request.
   * @param source Source by which log lines are limited: an address or an identity.
   */
  onModeration(entry: AuditEntry, source: string): void;
}
