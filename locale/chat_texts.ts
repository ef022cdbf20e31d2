import type { ChatTexts } from "./texts/catalogue.ts";
import { chatEn } from "./en/chat.ts";
import { chatPtBR } from "./pt_br/chat.ts";

/** The languages by their tags (BCP 47), without the texts of the command line. */
export const CHAT_TEXTS = { "pt-BR": chatPtBR, en: chatEn } as const satisfies Record<
  string,
  ChatTexts
>;

/** Tag of a language. */
export type Language = keyof typeof CHAT_TEXTS;

/** Tags of the languages; the first is the default. */
export const LANGUAGES = Object.keys(CHAT_TEXTS) as Language[];
