/** Texts of the login form of the web page, which it has in every language from the start. */
export interface LoginTexts {
  readonly tagline: string;
  readonly yourName: string;
  readonly nameHint: string;
  readonly password: string;
  readonly passwordAsked: string;
  readonly enter: string;
  readonly entering: string;
  readonly otherName: string;
  readonly cannotReach: string;
  readonly languageLabel: string;
  readonly languageFailed: string;
}
