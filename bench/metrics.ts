/** How to show a metric. */
export interface MetricFormat {
  readonly unit: string;
  /** Divisor from the measured unit to the shown one. */
  readonly scale: number;
  readonly isLessBetter: boolean;
}

/** Metrics by the names that runs report. */
const METRICS: Readonly<Record<string, MetricFormat>> = {
  "deliveries/s": { unit: "deliveries/s", scale: 1, isLessBetter: false },
  "descriptors each": { unit: "descriptors each", scale: 1, isLessBetter: true },
  "entry cpu µs": { unit: "µs of server CPU to sign in", scale: 1, isLessBetter: true },
  "p50 µs": { unit: "µs, p50", scale: 1, isLessBetter: true },
  "p99 µs": { unit: "µs, p99", scale: 1, isLessBetter: true },
  "bytes each": { unit: "KiB each", scale: 1024, isLessBetter: true },
  "start ms": { unit: "ms to listen", scale: 1, isLessBetter: true },
  "slowest key ms": { unit: "ms, slowest key", scale: 1, isLessBetter: true },
  "heap bytes": { unit: "MB of heap", scale: 1e6, isLessBetter: true },
  "size": { unit: "MiB", scale: 1024 * 1024, isLessBetter: true },
};

/** Returns how to show a metric; one without an entry is shown as it is. */
export function metricFormat(name: string): MetricFormat {
  return METRICS[name] ?? { unit: name, scale: 1, isLessBetter: false };
}

/** Formats a value with three significant digits, or with all digits before the point if there are more. */
export function format(value: number, { scale }: MetricFormat): string {
  const shown = value / scale;
  const digits = shown >= 100 ? 0 : shown >= 10 ? 1 : 2;
  return shown.toLocaleString("en", {
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  });
}
