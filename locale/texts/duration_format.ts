/** Units of a duration with their lengths in milliseconds, the largest first. */
const UNITS = [
  ["day", 24 * 60 * 60_000],
  ["hour", 60 * 60_000],
  ["minute", 60_000],
  ["second", 1_000],
] as const;

/**
 * Returns a function that formats milliseconds in the largest unit that they fill, as in `2 h`. It makes its formatters when
 * they are needed, which takes milliseconds each.
 *
 * @param language The language, as in `pt-BR`.
 */
export function durationFormat(language: string): (milliseconds: number) => string {
  const formats = new Map<string, Intl.NumberFormat>();
  return (milliseconds) => {
    const [unit, length] = UNITS.find(([, length]) => milliseconds >= length) ?? UNITS.at(-1)!;
    const format = formats.get(unit) ??
      new Intl.NumberFormat(language, { style: "unit", unit, unitDisplay: "short" });
    formats.set(unit, format);
    return format.format(Math.floor(milliseconds / length));
  };
}
