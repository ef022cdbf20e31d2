import { toName } from "../../protocol/text/names.ts";
import { DEFAULT_FILTER, type FilterSettings, MAX_IGNORED } from "./display_filter.ts";

/** Formats settings as JSON, to be stored. */
export function formatFilter({ ignored, isQuiet }: FilterSettings): string {
  return JSON.stringify({ ignored, quiet: isQuiet });
}

/** Parses stored settings; if they are damaged, everything is shown. */
export function parseFilter(json: string): FilterSettings {
  try {
    const { ignored, quiet } = JSON.parse(json);
    const names = Array.isArray(ignored) ? ignored.flatMap(toKnownName) : [];
    return { ignored: names.slice(-MAX_IGNORED), isQuiet: quiet === true };
  } catch {
    return DEFAULT_FILTER;
  }
}

function toKnownName(given: unknown): readonly string[] {
  const name = typeof given === "string" ? toName(given) : undefined;
  return name === undefined ? [] : [name];
}
