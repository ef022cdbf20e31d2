import type { LoginTexts } from "../texts/login.ts";

/** Texts of the login form in Portuguese. */
export const loginPtBR: LoginTexts = {
  tagline: "Salas de conversa neste servidor.",
  yourName: "Seu nome",
  nameHint: "Letras, números e _ - . sem espaços",
  password: "Senha",
  passwordAsked: "Este nome tem uma conta. Digite a senha dela.",
  enter: "Entrar",
  entering: "Entrando…",
  otherName: "Usar outro nome",
  cannotReach: "Não foi possível conectar ao servidor. Tente de novo daqui a pouco.",
  languageLabel: "Idioma",
  languageFailed: "Não deu para carregar o idioma. Verifique a conexão e tente de novo.",
};
