/**
 * Every text that the program shows, in each language, and the choice of the language.
 *
 * Nothing here prints or knows where a text is shown.
 *
 * @module
 */
import type { Catalogue } from "./texts/catalogue.ts";
import { type Language, LANGUAGES } from "./languages.ts";

export { type Language, LANGUAGES };

/** Loads the texts of a language. Those of the other would only delay the start. */
export async function loadCatalogue(language: Language): Promise<Catalogue> {
  switch (language) {
    case "pt-BR":
      return (await import("./pt_br/catalogue.ts")).ptBR;
    case "en":
      return (await import("./en/catalogue.ts")).en;
  }
}

/** Environment variables that name a language, by precedence (POSIX, section 8.2). */
const VARIABLES = ["CHAT_LANG", "LC_ALL", "LC_MESSAGES", "LANG"];

/**
 * Chooses the language from the environment.
 *
 * @param env Reads a variable of the environment.
 * @returns The language of the first variable that begins with `pt` or `en`, else `pt-BR`.
 */
export function detectLanguage(env: (name: string) => string | undefined): Language {
  for (const variable of VARIABLES) {
    const value = env(variable)?.toLowerCase() ?? "";
    if (value.startsWith("pt")) return "pt-BR";
    if (value.startsWith("en")) return "en";
  }
  return "pt-BR";
}

/**
 * Chooses the language of a command line before it is parsed, for its errors.
 *
 * @param args The arguments, possibly with `--lang`.
 * @param env Reads an environment variable, used without `--lang`.
 * @returns The language of the last `--lang`, else that of the environment.
 */
export function askedLanguage(
  args: readonly string[],
  env: (name: string) => string | undefined,
): Language {
  const at = args.findLastIndex((argument) => /^--lang(=|$)/.test(argument));
  const asked = args[at]?.split("=")[1] ?? args[at + 1];
  return detectLanguage((name) => at >= 0 && name === "CHAT_LANG" ? asked : env(name));
}
