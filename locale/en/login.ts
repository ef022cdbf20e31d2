import type { LoginTexts } from "../texts/login.ts";

/** Texts of the login form in English. */
export const loginEn: LoginTexts = {
  tagline: "Chat rooms on this server.",
  yourName: "Your name",
  nameHint: "Letters, digits and _ - . without spaces",
  password: "Password",
  passwordAsked: "This name has an account. Enter its password.",
  enter: "Join",
  entering: "Joining…",
  otherName: "Use another name",
  cannotReach: "Cannot reach the server. Try again in a moment.",
  languageLabel: "Language",
  languageFailed: "The language could not be loaded. Check the connection and try again.",
};
