import type { AuditEntry } from "../telemetry/audit_entry.ts";

/** What the server is told of the hub's work, to log and count it. */
export interface HubObserver {
  /** The store failed; also called where no request waits for it. */
  onStoreFailed(error: unknown): void;
  /** The store wrote successfully, which ends a failure. */
  onStored(): void;
  /**
   * A moderation request was carried out or refused.
   *
   * @param entry What was asked for.
   * @param source What the limit of log lines counts it by: an address or an identity.
   */
  onModeration(entry: AuditEntry, source: string): void;
}
