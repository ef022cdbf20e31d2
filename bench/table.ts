import { format, metricFormat } from "./metrics.ts";
import type { Measurement } from "./measurement.ts";
import { summarize } from "./measure/statistics.ts";

const DELIVERIES = "deliveries/s";

const MICROSECONDS = 1e6;

const SIGNIFICANT = { minimumSignificantDigits: 3, maximumSignificantDigits: 3 };

/**
 * Formats measurements as one Markdown table: a row per system, with the ratio of each way of running this program to it.
 *
 * @returns The lines of the table.
 */
export function table(measurements: readonly Measurement[]): string[] {
  const own = [...new Set(measurements.filter(({ isChat }) => isChat).map(({ system }) => system))];
  const header = [
    "scenario",
    "metric",
    "system",
    "median",
    "min – max",
    ...own.map((name) => `${name} / it`),
    "server CPU",
    "µs CPU each",
    "load CPU",
  ];
  let last = "";
  const rows = grouped(measurements).map((measurement) => {
    const { scenario, title, values, serverCores, generatorCores } = measurement;
    const shown = metricFormat(measurement.metric);
    const { median, min, max } = summarize(values);
    const heading = `${scenario} ${shown.unit}`;
    const isNew = heading !== last;
    last = heading;
    return [
      isNew ? scenario : "",
      isNew ? `${shown.unit}${shown.isLessBetter ? " ↓" : ""}` : "",
      title,
      format(median, shown),
      `${format(min, shown)} – ${format(max, shown)}`,
      ...own.map((name) => ratio(measurements, measurement, name)),
      percent(serverCores),
      cpuEach(measurement),
      measurement.isSpinning ? "spins" : percent(generatorCores),
    ];
  });
  return layOut(header, rows);
}

/** Groups measurements of the same scenario and metric. */
function grouped(measurements: readonly Measurement[]): Measurement[] {
  const groups = Map.groupBy(measurements, ({ scenario, metric }) => `${scenario}\n${metric}`);
  return [...groups.values()].flat();
}

function ratio(
  measurements: readonly Measurement[],
  { scenario, metric, values, isChat }: Measurement,
  name: string,
): string {
  const own = measurements.find((other) =>
    other.scenario === scenario && other.metric === metric && other.system === name
  );
  if (own === undefined || isChat) return "";
  return (summarize(own.values).median / summarize(values).median).toFixed(2);
}

function percent(cores: readonly number[]): string {
  return cores.length === 0 ? "" : `${Math.round(summarize(cores).median * 100)}%`;
}

/** Returns the median processor time of the server per delivery, which other load on the machine affects little. */
function cpuEach({ metric, values, serverCores }: Measurement): string {
  if (metric !== DELIVERIES || serverCores.length === 0) return "";
  const each = serverCores.map((cores, run) => cores * MICROSECONDS / values[run]!);
  return summarize(each).median.toLocaleString("en", SIGNIFICANT);
}

function layOut(header: readonly string[], rows: readonly (readonly string[])[]): string[] {
  const widths = header.map((title, column) =>
    Math.max(title.length, ...rows.map((row) => row[column]!.length))
  );
  /** Number of text columns, aligned left; the others are numbers. */
  const names = 3;
  const line = (cells: readonly string[]) =>
    `| ${
      cells.map((cell, column) =>
        column < names ? cell.padEnd(widths[column]!) : cell.padStart(widths[column]!)
      ).join(" | ")
    } |`;
  const rule = widths.map((width, column) =>
    column < names ? "-".repeat(width) : `${"-".repeat(width - 1)}:`
  );
  return [line(header), line(rule), ...rows.map(line)];
}
