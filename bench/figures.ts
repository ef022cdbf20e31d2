/** How a figure is shown. */
export interface Figure {
  readonly unit: string;
  /** What a value is divided by before it is shown. */
  readonly scale: number;
  readonly isLessBetter: boolean;
}

/** The figures by the names under which runs give them. */
const FIGURES: Readonly<Record<string, Figure>> = {
  "deliveries/s": { unit: "deliveries/s", scale: 1, isLessBetter: false },
  "p50 µs": { unit: "µs, p50", scale: 1, isLessBetter: true },
  "p99 µs": { unit: "µs, p99", scale: 1, isLessBetter: true },
  "bytes each": { unit: "KiB each", scale: 1024, isLessBetter: true },
  "start ms": { unit: "ms to listen", scale: 1, isLessBetter: true },
  "size": { unit: "MiB", scale: 1024 * 1024, isLessBetter: true },
};

/** Returns how a figure is shown. */
export function figure(name: string): Figure {
  return FIGURES[name] ?? { unit: name, scale: 1, isLessBetter: false };
}

/** Writes a value with three significant digits or all before the point. */
export function format(value: number, { scale }: Figure): string {
  const shown = value / scale;
  const digits = shown >= 100 ? 0 : shown >= 10 ? 1 : 2;
  return shown.toLocaleString("en", {
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  });
}
