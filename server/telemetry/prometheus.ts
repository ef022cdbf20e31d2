import type { Histogram } from "./histogram.ts";

/** Labels that distinguish samples of one metric. */
export type Labels = Readonly<Record<string, string>>;

/** A metric in Prometheus's data model. */
export type Metric =
  & { readonly name: string; readonly help: string }
  & (
    | { readonly type: "counter" | "gauge"; readonly samples: readonly Sample<number>[] }
    | { readonly type: "histogram"; readonly samples: readonly Sample<Histogram>[] }
  );

/** A value of a metric with its labels. */
export interface Sample<T> {
  readonly labels?: Labels;
  readonly value: T;
}

/** Content type of the output of {@linkcode formatPrometheus}. */
export const PROMETHEUS_CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8";

/**
 * Formats metrics in the text format of Prometheus, version 0.0.4.
 *
 * @param metrics The metrics. Label values must not need escaping.
 * @returns The text.
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
