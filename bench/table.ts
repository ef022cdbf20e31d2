import { figure, format } from "./figures.ts";
import type { Measurement } from "./measurement.ts";
import { summarize } from "./measure/statistics.ts";

/**
 * Lays out measurements as one table in Markdown: a row for each system, with what each way of running the program comes
 * to beside it.
 *
 * @param measurements What was measured.
 * @returns The table's lines.
 */
export function table(measurements: readonly Measurement[]): string[] {
  const own = [...new Set(measurements.filter(({ isChat }) => isChat).map(({ system }) => system))];
  const header = [
    "scenario",
    "figure",
    "system",
    "median",
    "min – max",
    ...own.map((name) => `${name} / it`),
    "server CPU",
    "load CPU",
  ];
  let last = "";
  const rows = grouped(measurements).map((measurement) => {
    const { scenario, title, values, serverCores, generatorCores } = measurement;
    const shown = figure(measurement.figure);
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
      measurement.isSpinning ? "spins" : percent(generatorCores),
    ];
  });
  return layOut(header, rows);
}

/** Brings the rows of a figure of a scenario together. */
function grouped(measurements: readonly Measurement[]): Measurement[] {
  const groups = Map.groupBy(measurements, ({ scenario, figure }) => `${scenario}\n${figure}`);
  return [...groups.values()].flat();
}

function ratio(
  measurements: readonly Measurement[],
  { scenario, figure, values, isChat }: Measurement,
  name: string,
): string {
  const own = measurements.find((other) =>
    other.scenario === scenario && other.figure === figure && other.system === name
  );
  if (own === undefined || isChat) return "";
  return (summarize(own.values).median / summarize(values).median).toFixed(2);
}

function percent(cores: readonly number[]): string {
  return cores.length === 0 ? "" : `${Math.round(summarize(cores).median * 100)}%`;
}

function layOut(header: readonly string[], rows: readonly (readonly string[])[]): string[] {
  const widths = header.map((title, column) =>
    Math.max(title.length, ...rows.map((row) => row[column]!.length))
  );
  /** Columns of names stand to the left, those of numbers to the right. */
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
