import type { FullScreenTexts } from "../texts/full_screen.ts";

/** The texts of the full-screen mode. */
export const fullScreenEn: FullScreenTexts = {
  unread: "new",
  loading: "Loading earlier messages…",
  below: (count) =>
    count === 1 ? "↓ 1 new message (PageDown)" : `↓ ${count} new messages (PageDown)`,
  readingBack: "↓ PageDown goes to the latest messages",
  selected: ({ mayEdit, mayDelete }) => [
    "r reply",
    "+ react",
    ...(mayEdit ? ["e edit"] : []),
    ...(mayDelete ? ["d delete"] : []),
    "Ctrl+C back",
  ],
  search: "Search: ",
  result: (number, count) => [`${number} of ${count}`, "n older", "p newer"],
  nothingFound: "Nothing found.",
  onlyInRooms: "This command works only in rooms.",
  needsTerminal: "The full screen needs a terminal: no pipe, no --plain, no TERM=dumb.",
  onlyInTerminal: "This command works only in a terminal.",
};
