import type { FullScreenTexts } from "../texts/full_screen.ts";

/** The texts of the full-screen mode. */
export const fullScreenPtBR: FullScreenTexts = {
  unread: "novas",
  loading: "Carregando mensagens anteriores…",
  below: (count) =>
    count === 1 ? "↓ 1 mensagem nova (PageDown)" : `↓ ${count} mensagens novas (PageDown)`,
  readingBack: "↓ PageDown volta às mais recentes",
  selected: ({ mayEdit, mayDelete }) => [
    "r responde",
    "+ reage",
    ...(mayEdit ? ["e edita"] : []),
    ...(mayDelete ? ["d apaga"] : []),
    "Ctrl+C volta",
  ],
  search: "Buscar: ",
  result: (number, count) => [`${number} de ${count}`, "n mais antiga", "p mais nova"],
  nothingFound: "Nada encontrado.",
  onlyInRooms: "Este comando só funciona em salas.",
  needsTerminal: "A tela cheia precisa de um terminal: sem pipe, sem --plain, sem TERM=dumb.",
  onlyInTerminal: "Este comando só funciona no terminal.",
};
