import type { Histogram } from "./histogram.ts";

/** What tells samples of one metric apart. */
export type Labels = Readonly<Record<string, string>>;

/** One metric, in the words of Prometheus. */
export type Metric =
  & { readonly name: string; readonly help: string }
  & (
    | { readonly type: "counter" | "gauge"; readonly samples: readonly Sample<number>[] }
    | { readonly type: "histogram"; readonly samples: readonly Sample<Histogram>[] }
  );

/** What one metric is, for some labels. */
export interface Sample<T> {
  readonly labels?: Labels;
  readonly value: T;
}

/** What {@linkcode formatPrometheus} writes, as HTTP names it. */
export const PROMETHEUS_CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8";

/**
 * Writes metrics in the text format of Prometheus, version 0.0.4.
 *
 * @param metrics The metrics; labels have no characters that would be escaped.
 * @returns The lines.
 */
export function formatPrometheus(metrics: readonly Metric[]): string {
  return metrics.flatMap((metric) => [
    `# HELP ${metric.name} ${metric.help}`,
    `# TYPE ${metric.name} ${metric.type}`,
    ...lines(metric),
  ]).map((line) => `${line}\n`).join("");
}

function lines(metric: Metric): string[] {
  if (metric.type !== "histogram") {
    return metric.samples.map(({ labels, value }) => line(metric.name, labels, value));
  }
  return metric.samples.flatMap(({ labels, value: { bounds, cumulative, count, sum } }) => [
    ...bounds.map((bound, index) =>
      line(`${metric.name}_bucket`, { ...labels, le: `${bound}` }, cumulative[index]!)
    ),
    line(`${metric.name}_bucket`, { ...labels, le: "+Inf" }, count),
    line(`${metric.name}_sum`, labels, sum),
    line(`${metric.name}_count`, labels, count),
  ]);
}

function line(name: string, labels: Labels | undefined, value: number): string {
  const pairs = Object.entries(labels ?? {}).map(([label, value]) => `${label}="${value}"`);
  return `${name}${pairs.length > 0 ? `{${pairs.join(",")}}` : ""} ${value}`;
}
