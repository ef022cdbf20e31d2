import type { FullScreenTexts } from "../texts/full_screen.ts";

/** The texts of the full-screen mode. */
export const fullScreenPtBR: FullScreenTexts = {
  unread: "novas",
  loading: "Carregando mensagens anteriores…",
  below: (count) =>
    count === 1 ? "↓ 1 mensagem nova (PageDown)" : `↓ ${count} mensagens novas (PageDown)`,
  readingBack: "↓ PageDown volta às mais recentes",
  selected: ({ mayEdit, mayDelete }) =>
    [
      "r responder",
      "+ reagir",
      ...(mayEdit ? ["e editar"] : []),
      ...(mayDelete ? ["d apagar"] : []),
      "Ctrl+C voltar",
    ].join(" · "),
  search: "Buscar: ",
  result: (number, count) => `${number} de ${count} · n mais antiga · p mais nova`,
  nothingFound: "Nada encontrado.",
  onlyInRooms: "Este comando só funciona em salas.",
  needsTerminal: "A tela cheia precisa de um terminal: sem pipe, sem --plain, sem TERM=dumb.",
  onlyInTerminal: "Este comando só funciona no terminal.",
};
