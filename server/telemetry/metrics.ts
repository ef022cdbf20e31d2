import process from "node:process";
import { VERSION } from "../../version.ts";
import type { Stats } from "./stats.ts";
import type { MeteredStore } from "./metered_store.ts";
import type { Metric, Sample } from "./prometheus.ts";

/**
 * Collects the metrics of a running server.
 *
 * @param stats Counts of the server.
 * @param store Counts of the store.
 */
export function gatherMetrics(stats: Stats, store: MeteredStore): Metric[] {
  const { counters } = stats;
  return [
    gauge("chat_build_info", "Version of the running server.", [
      { labels: { version: VERSION }, value: 1 },
    ]),
    gauge("chat_connections", "Open connections.", by("listener", counters.open)),
    counter(
      "chat_connections_total",
      "Accepted connections.",
      by("listener", counters.opened),
    ),
    counter(
      "chat_connections_rejected_total",
      "Rejected connections.",
      by("reason", counters.rejected),
    ),
    counter(
      "chat_disconnects_total",
      "Sessions that the server ended.",
      by("reason", counters.disconnected),
    ),
    gauge("chat_sessions", "Sessions that are signed in.", [{ value: stats.sessions }]),
    gauge("chat_rooms", "Rooms.", [{ value: stats.rooms }]),
    counter("chat_messages_total", "Stored messages.", by("kind", store.messages)),
    counter(
      "chat_messages_delivered_total",
      "Messages delivered to sessions, counted once for each session.",
      [{
        value: stats.deliveries,
      }],
    ),
    gauge("chat_send_queue_bytes", "Bytes waiting to be sent to clients.", [{
      value: stats.waiting,
    }]),
    {
      name: "chat_store_operation_duration_seconds",
      help: "Duration of successful store operations.",
      type: "histogram",
      samples: by("operation", store.seconds),
    },
    counter(
      "chat_store_failures_total",
      "Failed store operations.",
      by("operation", store.failures),
    ),
    ...gatherProcess(),
  ];
}

/** Collects the metrics of the process, under the names that Prometheus client libraries use. */
function gatherProcess(): Metric[] {
  const { user, system } = process.cpuUsage();
  const started = performance.timeOrigin / 1_000;
  return [
    counter("process_cpu_seconds_total", "Processor time used, in seconds.", [{
      value: (user + system) / 1_000_000,
    }]),
    gauge("process_resident_memory_bytes", "Resident memory in bytes.", [{
      value: process.memoryUsage().rss,
    }]),
    gauge("process_start_time_seconds", "Start time in Unix seconds.", [{ value: started }]),
  ];
}

function gauge(name: string, help: string, samples: readonly Sample<number>[]): Metric {
  return { name, help, type: "gauge", samples };
}

function counter(name: string, help: string, samples: readonly Sample<number>[]): Metric {
  return { name, help, type: "counter", samples };
}

function by<T>(label: string, values: Readonly<Record<string, T>>): Sample<T>[] {
  return Object.entries(values).map(([name, value]) => ({ labels: { [label]: name }, value }));
}
