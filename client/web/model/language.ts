import { computed, effect, signal } from "@preact/signals";
import { CHAT_TEXTS, type Language, LANGUAGES } from "../../../locale/chat_texts.ts";
import type { ErrorMessage } from "../../../protocol/messages/messages.ts";
import type { WebTexts } from "../../../locale/texts/web.ts";
import { webEn } from "../../../locale/en/web.ts";
import { webPtBR } from "../../../locale/pt_br/web.ts";
import { explainError } from "../../conversation/explain_error.ts";
import { load, store } from "./local_storage.ts";

const WEB_TEXTS: Readonly<Record<Language, WebTexts>> = { "pt-BR": webPtBR, en: webEn };

const KEY = "chat.language";

/** Tags of the languages, each with its own name for itself. */
export const LANGUAGE_NAMES = LANGUAGES.map((tag) => ({ tag, name: WEB_TEXTS[tag].language }));

export const language = signal<Language>(choose());

/** Texts that only the page has. */
export const texts = computed(() => WEB_TEXTS[language.value]);

/** Texts that the page shares with the terminal. */
export const catalogue = computed(() => CHAT_TEXTS[language.value]);

/** Changes the language, also for later visits. */
export function setLanguage(tag: Language): void {
  language.value = tag;
  store(KEY, tag);
}

/** Returns the text of an error, in the language of the page if possible; see {@linkcode explainError}. */
export function explain(error: ErrorMessage): string {
  return explainError(error, catalogue.value);
}

effect(() => {
  document.documentElement.lang = language.value;
});

function choose(): Language {
  const wanted = [load(KEY), ...navigator.languages].map((tag) => tag.toLowerCase());
  for (const tag of wanted) {
    if (tag.startsWith("pt")) return "pt-BR";
    if (tag.startsWith("en")) return "en";
  }
  return "pt-BR";
}
