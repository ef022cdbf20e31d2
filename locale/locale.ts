/**
 * Every text that the program shows, in each language, and the choice of the language.
 *
 * Nothing here prints, or knows who is shown a text.
 *
 * @module
 */
import type { Catalogue } from "./texts/catalogue.ts";
import { en } from "./en/chat.ts";
import { ptBR } from "./pt_br/chat.ts";

/** The languages there are, by their tags (BCP 47). */
export const CATALOGUES = { "pt-BR": ptBR, en } as const satisfies Record<string, Catalogue>;

/** The tag of a language. */
export type Language = keyof typeof CATALOGUES;

/** The tags of the languages, the first being the program's own. */
export const LANGUAGES = Object.keys(CATALOGUES) as Language[];

/** Variables of the environment that name a language, in the order in which they are asked (POSIX, section 8.2). */
const VARIABLES = ["CHAT_LANG", "LC_ALL", "LC_MESSAGES", "LANG"];

/**
 * Chooses the language of what people read, where no flag does.
 *
 * @param env Reads a variable of the environment.
 * @returns The language of the first variable that begins with `pt` or `en`, otherwise `pt-BR`.
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
 * Chooses the language of what people read by a command line, which need not be right otherwise.
 *
 * @param args The arguments, of which `--lang` may be one.
 * @param env Reads a variable of the environment, for where it is not.
 * @returns The language that was asked for last, otherwise that of the environment.
 */
export function askedLanguage(
  args: readonly string[],
  env: (name: string) => string | undefined,
): Language {
  const at = args.findLastIndex((argument) => /^--lang(=|$)/.test(argument));
  const asked = args[at]?.split("=")[1] ?? args[at + 1];
  return detectLanguage((name) => at >= 0 && name === "CHAT_LANG" ? asked : env(name));
}
