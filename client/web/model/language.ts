import { computed, effect, signal } from "@preact/signals";
import { CATALOGUES, type Language, LANGUAGES } from "../../../locale/locale.ts";
import { errorMessage } from "../../../locale/render/error_message.ts";
import type { ErrorMessage } from "../../../protocol/messages/messages.ts";
import type { WebTexts } from "../../../locale/texts/web.ts";
import { webEn } from "../../../locale/en/web.ts";
import { webPtBR } from "../../../locale/pt_br/web.ts";

const WEB_TEXTS: Readonly<Record<Language, WebTexts>> = { "pt-BR": webPtBR, en: webEn };

/** Under which the language that was chosen is remembered. */
const KEY = "chat.language";

/** The languages by their tags, each with what those who speak it call it. */
export const LANGUAGE_NAMES = LANGUAGES.map((tag) => ({ tag, name: WEB_TEXTS[tag].language }));

/** The language of the page. */
export const language = signal<Language>(choose());

/** What the page says. */
export const texts = computed(() => WEB_TEXTS[language.value]);

/** What the page says as the terminal does. */
export const catalogue = computed(() => CATALOGUES[language.value]);

/** Keeps a language that somebody chose. */
export function setLanguage(tag: Language): void {
  language.value = tag;
  try {
    localStorage.setItem(KEY, tag);
  } catch {
    // Where nothing may be kept, it is chosen again the next time.
  }
}

/**
 * Says why something was refused: in the language of the page where its text takes no value or the value is known, and
 * otherwise as the server said it.
 *
 * @param error The refusal.
 * @param value The value that it is about.
 */
export function explain({ code, message }: ErrorMessage, value?: string): string {
  const { errors } = catalogue.value;
  // A later server may have codes that this page does not know.
  const isKnown = Object.hasOwn(errors, code) && (errors[code].length === 0 || value !== undefined);
  return isKnown ? errorMessage({ code, value: value ?? "" }, catalogue.value).message : message;
}

effect(() => {
  document.documentElement.lang = language.value;
});

function choose(): Language {
  const wanted = [remembered(), ...navigator.languages].map((tag) => tag.toLowerCase());
  for (const tag of wanted) {
    if (tag.startsWith("pt")) return "pt-BR";
    if (tag.startsWith("en")) return "en";
  }
  return "pt-BR";
}

function remembered(): string {
  try {
    return localStorage.getItem(KEY) ?? "";
  } catch {
    return "";
  }
}
