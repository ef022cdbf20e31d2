/**
 * Returns a function that formats a number as a language does. It makes its formatter at the first call.
 *
 * @param language The language, as in `pt-BR`.
 */
export function numberFormat(language: string): (value: number) => string {
  let format: Intl.NumberFormat | undefined;
  return (value) => (format ??= new Intl.NumberFormat(language)).format(value);
}
