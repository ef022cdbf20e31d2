/**
 * Prefix of the names that the server gives to guests in each language, by its tag (BCP 47); letters only. All are here because
 * none of them may be registered, in whatever language the server runs.
 */
export const GUEST_PREFIXES = { "pt-BR": "convidado", en: "guest" } as const;

/** Tag of a language. */
export type Language = keyof typeof GUEST_PREFIXES;

/** Tags of the languages; the first is the default. */
export const LANGUAGES = Object.keys(GUEST_PREFIXES) as Language[];
