import { type HostileRun, medianOf, missedBars } from "./bars.ts";

const MEBIBYTE = 1024 * 1024;

/** One abuse, and what its runs came to. */
export interface HostileRow {
  readonly title: string;
  readonly connections: number;
  readonly runs: readonly HostileRun[];
}

const HEADER = [
  "abuse",
  "frames/s",
  "p50 ms",
  "p99 ms",
  "newcomer ms",
  "healthz",
  "memory MiB",
  "again MiB",
  "cores",
  "log KiB/s",
  "bars",
];

/**
 * Lays out what abuses do to others as a table in Markdown; a figure without the abuse stands before the arrow.
 *
 * @param rows The abuses.
 * @returns The table's lines.
 */
export function hostileTable(rows: readonly HostileRow[]): string[] {
  return markdown(HEADER, rows.map(cells));
}

function cells({ title, connections, runs }: HostileRow): string[] {
  const median = (figure: (run: HostileRun) => number, digits = 1) =>
    medianOf(runs, figure).toFixed(digits);
  const unhealthy = runs.reduce((sum, { abused }) => sum + abused.unhealthy, 0);
  const turnedAway = median(({ abused }) => abused.turnedAway.length, 0);
  const dropped = median(({ dropped }) => dropped, 0);
  const missed = missedBars(runs);
  return [
    `${title}, ${connections} ${connections === 1 ? "connection" : "connections"}` +
    (dropped === "0" ? "" : ` (${dropped} closed)`),
    median(({ rate }) => rate, 0),
    `${median(({ quiet }) => quiet.p50)} → ${median(({ abused }) => abused.p50)}`,
    `${median(({ quiet }) => quiet.p99)} → ${median(({ abused }) => abused.p99)}`,
    `${median(({ quiet }) => quiet.newcomer, 0)} → ${median(({ abused }) => abused.newcomer, 0)}` +
    (turnedAway === "0" ? "" : ` (${turnedAway} not in)`),
    unhealthy === 0 ? "200" : `${unhealthy} bad`,
    median(({ growth }) => growth / MEBIBYTE),
    median(({ growthAgain }) => growthAgain / MEBIBYTE),
    `${median(({ quietCores }) => quietCores, 2)} → ${median(({ cores }) => cores, 2)}`,
    median(({ logged }) => logged / 1024),
    missed.length === 0 ? "ok" : `over: ${missed.join(", ")}`,
  ];
}

/**
 * Lays out cells as a table in Markdown, the first column to the left.
 *
 * @param header The titles.
 * @param rows As many cells each.
 */
export function markdown(
  header: readonly string[],
  rows: readonly (readonly string[])[],
): string[] {
  const widths = header.map((title, column) =>
    Math.max(title.length, ...rows.map((row) => row[column]!.length))
  );
  const line = (row: readonly string[]) =>
    `| ${
      row.map((cell, column) =>
        column === 0 ? cell.padEnd(widths[column]!) : cell.padStart(widths[column]!)
      ).join(" | ")
    } |`;
  const rule = widths.map((width, column) =>
    column === 0 ? "-".repeat(width) : `${"-".repeat(width - 1)}:`
  );
  return [line(header), line(rule), ...rows.map(line)];
}
