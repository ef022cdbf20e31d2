import type { ModerationCommands, ModerationTexts } from "../texts/moderation.ts";

/** Texts of moderation in Brazilian Portuguese. */
export const moderationPtBR: ModerationTexts = {
  topic: (room, text, by) => `Assunto de ${room}: ${text} (${by})`,
  noTopic: (room) => `${room} não tem assunto.`,
  events: {
    banned: ({ name, by, where, detail }) => `${by} baniu ${name} de ${where}${detail}.`,
    unbanned: ({ name, by, where }) => `${by} desbaniu ${name} de ${where}.`,
    muted: ({ name, by, where, detail }) => `${by} silenciou ${name} em ${where}${detail}.`,
    unmuted: ({ name, by, where }) => `${by} permitiu que ${name} volte a falar em ${where}.`,
    opped: ({ name, by, where }) => `${by} tornou ${name} operador de ${where}.`,
    deopped: ({ name, by, where }) => `${by} removeu ${name} dos operadores de ${where}.`,
    owner: ({ name, by, where }) => `${by} passou ${where} para ${name}, que agora é dono da sala.`,
    invited: ({ name, by, where }) => `${by} convidou ${name} para ${where}.`,
  },
  kicked: ({ name, by, where, detail }) => `${by} removeu ${name} de ${where}${detail}.`,
  closed: (room, by) => `${by} fechou ${room}: agora só entra quem for convidado.`,
  opened: (room, by) => `${by} abriu ${room} para todos.`,
  bans: (where, count) =>
    count === 0
      ? `Não há banidos nem silenciados em ${where}.`
      : `Banidos e silenciados em ${where}:`,
  ban: ({ name, by, detail }) => `${name}: banido por ${by}${detail}`,
  mute: ({ name, by, detail }) => `${name}: silenciado por ${by}${detail}`,
  linkCreated: ({ room, uses }, end, way) =>
    `Convite para ${room}, para ${uses === 1 ? "1 pessoa" : `${uses} pessoas`}, ${end}: ${way}`,
  links: (room, count) =>
    count === 0
      ? `${room} não tem links de convite abertos.`
      : `Links de convite abertos de ${room}:`,
  link: ({ id, uses, by }, end) =>
    `${id}: para mais ${uses === 1 ? "1 pessoa" : `${uses} pessoas`}, ${end}, criado por ${by}`,
  linksRevoked: ({ room, id }) =>
    id === undefined
      ? `Todos os links de convite abertos de ${room} foram cancelados.`
      : `O link de convite ${id} de ${room} foi cancelado.`,
  you: "você",
  everywhere: "todo o servidor",
  until: (moment) => `até ${moment}`,
  audit: (by, what, refused) =>
    `[MODERAÇÃO] ${by}: ${what}${refused ? ` — recusado (${refused})` : ""}`,
};

/** Help of each moderation command in Brazilian Portuguese. */
export const moderationCommandsPtBR: ModerationCommands = {
  topic: "mostra o assunto da sala; operadores podem mudá-lo ou, com -, apagá-lo",
  invite: "convida alguém para uma sala fechada; sem nome, cria um link de convite (operadores)",
  invites: "lista os links de convite abertos da sala (operadores)",
  uninvite: "cancela um link de convite, ou todos: /uninvite todos (operadores)",
  kick: "remove alguém da sala (operadores)",
  ban: "bane alguém da sala (operadores); com *, do servidor (operadores dele)",
  unban: "cancela um banimento (operadores)",
  bans: "lista banidos e silenciados (operadores)",
  mute: "impede alguém de falar na sala (operadores)",
  unmute: "permite que alguém volte a falar (operadores)",
  private: "fecha a sala para quem não for convidado, ou a reabre (dono)",
  op: "torna alguém operador da sala (dono)",
  deop: "remove um operador; com o seu próprio nome, você abre mão da sala (dono)",
  owner: "dá um dono à sala (operadores do servidor)",
};
