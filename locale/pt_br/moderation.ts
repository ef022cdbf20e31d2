import type { ModerationCommands, ModerationTexts } from "../texts/moderation.ts";

/** Texts of moderation in Brazilian Portuguese. */
export const moderationPtBR: ModerationTexts = {
  topic: (room, text, by) => `Assunto de ${room}: ${text} (${by})`,
  noTopic: (room) => `${room} não tem assunto.`,
  events: {
    banned: ({ name, by, where, detail }) => `${by} baniu ${name} de ${where}${detail}.`,
    unbanned: ({ name, by, where }) => `${by} tirou o banimento de ${name} de ${where}.`,
    muted: ({ name, by, where, detail }) => `${by} tirou a voz de ${name} em ${where}${detail}.`,
    unmuted: ({ name, by, where }) => `${by} devolveu a voz a ${name} em ${where}.`,
    opped: ({ name, by, where }) => `${by} fez de ${name} operador de ${where}.`,
    deopped: ({ name, by, where }) => `${by} fez com que ${name} não cuide mais de ${where}.`,
    owner: ({ name, by, where }) => `${by} passou ${where} para ${name}, que agora é dono da sala.`,
    invited: ({ name, by, where }) => `${by} convidou ${name} para ${where}.`,
  },
  kicked: ({ name, by, where, detail }) => `${by} tirou ${name} de ${where}${detail}.`,
  closed: (room, by) => `${by} fechou ${room}: só entra quem for convidado.`,
  opened: (room, by) => `${by} abriu ${room} a todos.`,
  bans: (where, count) =>
    count === 0 ? `Ninguém está banido nem sem voz em ${where}.` : `Banidos e sem voz em ${where}:`,
  ban: ({ name, by, detail }) => `${name}: banido por ${by}${detail}`,
  mute: ({ name, by, detail }) => `${name}: sem voz por ${by}${detail}`,
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
  topic: "diz o assunto da sala; operadores o mudam, e tiram com -",
  invite: "convida alguém para uma sala fechada; sem nome, cria um link de convite (operadores)",
  invites: "lista os links de convite abertos da sala (operadores)",
  uninvite: "cancela um link de convite, ou todos: /uninvite todos (operadores)",
  kick: "tira alguém da sala (operadores)",
  ban: "não deixa mais entrar na sala (operadores); com * em sala nenhuma (do servidor)",
  unban: "deixa entrar de novo (operadores)",
  bans: "diz quem está banido ou sem voz (operadores)",
  mute: "não deixa mais falar na sala (operadores)",
  unmute: "deixa falar de novo (operadores)",
  private: "fecha a sala a quem não for convidado, ou a abre (dono)",
  op: "faz de alguém operador da sala (dono)",
  deop: "faz com que não seja mais; a si mesmo, deixa a sala (dono)",
  owner: "dá um dono à sala (operadores do servidor)",
};
