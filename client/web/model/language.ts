import { batch, computed, effect, signal } from "@preact/signals";
import type { Language } from "../../../locale/languages.ts";
import { loginEn } from "../../../locale/en/login.ts";
import { loginPtBR } from "../../../locale/pt_br/login.ts";
import type { ChatTexts } from "../../../locale/texts/catalogue.ts";
import type { LoginTexts } from "../../../locale/texts/login.ts";
import type { WebTexts } from "../../../locale/texts/web.ts";
import type { ErrorMessage } from "../../../protocol/messages/server_messages.ts";
import { explainError } from "../../conversation/explain_error.ts";
import { formatMoment, TIME } from "./format_moment.ts";
import { load, store } from "./local_storage.ts";

/** The texts of one language. */
interface LanguageTexts {
  readonly web: WebTexts;
  readonly chat: ChatTexts;
}

/** Texts of the first view, which waits for no others. */
const LOGIN: Readonly<Record<Language, LoginTexts>> = { "pt-BR": loginPtBR, en: loginEn };

/** Loads the other texts of a language. With both, the page would be 8 KiB larger. */
const LOADERS: Readonly<Record<Language, () => Promise<LanguageTexts>>> = {
  "pt-BR": () => import("./texts_pt_br.ts"),
  en: () => import("./texts_en.ts"),
};

/** A day and a time, with the date as in the terminal. */
const MOMENT = {
  "pt-BR": { dateStyle: "short", ...TIME },
  en: { dateStyle: "medium", ...TIME },
} as const;

const KEY = "chat.language";

/** The languages, each with its own name for itself. */
export const LANGUAGES: readonly { readonly tag: Language; readonly name: string }[] = [
  { tag: "pt-BR", name: "Português" },
  { tag: "en", name: "English" },
];

export const language = signal<Language>(choose());
const loaded = signal<LanguageTexts | undefined>(undefined);

/** Texts of the login form. */
export const loginTexts = computed(() => LOGIN[language.value]);

/** Texts that only the page has. Nothing may read them before {@linkcode loadLanguage} is done. */
export const texts = computed(() => ({ ...loaded.value!.web, ...loginTexts.value }));

/** The browser's locale for the language of the page, for example `en-GB` for `en`. */
export const browserLocale = computed(() => {
  const prefix = language.value.slice(0, 2);
  return navigator.languages.find((tag) => tag.toLowerCase().startsWith(prefix)) ?? language.value;
});

/** Texts that the page shares with the terminal, with times as the browser writes them. */
export const catalogue = computed<ChatTexts>(() => {
  const shared = loaded.value!.chat;
  const locale = browserLocale.value;
  const options = MOMENT[language.value];
  const time = (at: number) => formatMoment(at, locale, TIME);
  const moment = (at: number) => formatMoment(at, locale, options);
  return { ...shared, chat: { ...shared.chat, time }, client: { ...shared.client, moment } };
});

/**
 * Loads a language and shows the page in it.
 *
 * @param tag The language; by default the current one: what the user chose before, or the browser prefers.
 */
export async function loadLanguage(tag: Language = language.peek()): Promise<void> {
  const next = await LOADERS[tag]();
  batch(() => {
    loaded.value = next;
    language.value = tag;
  });
}

/**
 * Changes the language, also for later visits.
 *
 * @returns Whether it was loaded; if not, as without a connection, it stays as it is.
 */
export async function setLanguage(tag: Language): Promise<boolean> {
  try {
    await loadLanguage(tag);
  } catch {
    return false;
  }
  store(KEY, tag);
  return true;
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
