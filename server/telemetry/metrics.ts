import process from "node:process";
import { VERSION } from "../../version.ts";
import type { Stats } from "./stats.ts";
import type { MeteredStore } from "./metered_store.ts";
import type { Metric, Sample } from "./prometheus.ts";

/**
 * Gathers what is told of a server that runs. All of it was counted by whoever does the work, as plain numbers.
 *
 * @param stats What the server counted.
 * @param store What the store counted.
 * @returns The metrics.
 */
export function gatherMetrics(stats: Stats, store: MeteredStore): Metric[] {
  const { counters } = stats;
  return [
    gauge("chat_build_info", "The version that runs.", [
      { labels: { version: VERSION }, value: 1 },
    ]),
    gauge("chat_connections", "Connections that are open.", by("listener", counters.open)),
    counter(
      "chat_connections_total",
      "Connections that were let in.",
      by("listener", counters.opened),
    ),
    counter(
      "chat_connections_rejected_total",
      "Connections that were not let in.",
      by("reason", counters.rejected),
    ),
    counter(
      "chat_disconnects_total",
      "Sessions that the server ended, as they passed a limit or were not to be here.",
      by("reason", counters.disconnected),
    ),
    gauge("chat_sessions", "Sessions that have said a name.", [{ value: stats.sessions }]),
    gauge("chat_rooms", "Rooms that there are.", [{ value: stats.rooms }]),
    counter("chat_messages_total", "Messages that were stored.", by("kind", store.messages)),
    counter("chat_messages_delivered_total", "Messages times the sessions they were handed to.", [{
      value: stats.deliveries,
    }]),
    gauge("chat_send_queue_bytes", "Bytes that wait for those who are to read them.", [{
      value: stats.waiting,
    }]),
    {
      name: "chat_store_operation_duration_seconds",
      help: "How long operations of the store took that worked.",
      type: "histogram",
      samples: by("operation", store.seconds),
    },
    counter(
      "chat_store_failures_total",
      "Operations of the store that failed.",
      by("operation", store.failures),
    ),
    ...gatherProcess(),
  ];
}

/** What any program tells of itself, under the names that are usual. */
function gatherProcess(): Metric[] {
  const { user, system } = process.cpuUsage();
  const started = performance.timeOrigin / 1_000;
  return [
    counter("process_cpu_seconds_total", "Processor time that was used.", [{
      value: (user + system) / 1_000_000,
    }]),
    gauge("process_resident_memory_bytes", "Memory that is held.", [{
      value: process.memoryUsage().rss,
    }]),
    gauge("process_start_time_seconds", "When it started, in Unix seconds.", [{ value: started }]),
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
