import { type HostileRun, medianOf, missedBounds } from "./bounds.ts";

const MEBIBYTE = 1024 * 1024;

/** The runs of one abuse. */
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
  "new client ms",
  "healthz",
  "memory MiB",
  "again MiB",
  "cores",
  "log KiB/s",
  "bounds",
];

/**
 * Formats the effect of abuses on others as a Markdown table. The value before an arrow is that without the abuse.
 *
 * @returns The lines of the table.
 */
export function hostileTable(rows: readonly HostileRow[]): string[] {
  return markdown(HEADER, rows.map(cells));
}

function cells({ title, connections, runs }: HostileRow): string[] {
  const median = (select: (run: HostileRun) => number, digits = 1) =>
    medianOf(runs, select).toFixed(digits);
  const unhealthy = runs.reduce((sum, { abused }) => sum + abused.unhealthy, 0);
  const rejected = median(({ abused }) => abused.rejected.length, 0);
  const dropped = median(({ dropped }) => dropped, 0);
  const missed = missedBounds(runs);
  return [
    `${title}, ${connections} ${connections === 1 ? "connection" : "connections"}` +
    (dropped === "0" ? "" : ` (${dropped} closed)`),
    median(({ rate }) => rate, 0),
    `${median(({ quiet }) => quiet.p50)} → ${median(({ abused }) => abused.p50)}`,
    `${median(({ quiet }) => quiet.p99)} → ${median(({ abused }) => abused.p99)}`,
    `${median(({ quiet }) => quiet.joinTime, 0)} → ${median(({ abused }) => abused.joinTime, 0)}` +
    (rejected === "0" ? "" : ` (${rejected} rejected)`),
    unhealthy === 0 ? "200" : `${unhealthy} bad`,
    median(({ growth }) => growth / MEBIBYTE),
    median(({ growthAgain }) => growthAgain / MEBIBYTE),
    `${median(({ quietCores }) => quietCores, 2)} → ${median(({ cores }) => cores, 2)}`,
    median(({ logged }) => logged / 1024),
    missed.length === 0 ? "ok" : `over: ${missed.join(", ")}`,
  ];
}

/**
 * Formats a Markdown table with the first column aligned left and the others right.
 *
 * @param header Titles of the columns.
 * @param rows One cell per column.
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
