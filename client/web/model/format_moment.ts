/** A time of day. */
export const TIME = { timeStyle: "short" } as const;

/** The formatters in use. Creating one takes as long as hundreds of its calls. */
const formats = new Map<Intl.DateTimeFormatOptions, Intl.DateTimeFormat>();
let formatsLocale = "";

/**
 * Formats Unix milliseconds as the browser does.
 *
 * @param at The moment.
 * @param locale The browser's locale.
 * @param options What to show; the same object each time, as formatters are kept by it.
 */
export function formatMoment(
  at: number,
  locale: string,
  options: Intl.DateTimeFormatOptions,
): string {
  if (locale !== formatsLocale) formats.clear();
  formatsLocale = locale;
  const known = formats.get(options) ?? new Intl.DateTimeFormat(locale, options);
  formats.set(options, known);
  return known.format(at);
}
