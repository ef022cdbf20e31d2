import type { ErrorMessage, HistoryPage } from "../../protocol/messages/server_messages.ts";
import type { Answers } from "./answers.ts";
import type { Conversation } from "./conversation.ts";

/** Messages loaded at a time on scrolling. */
export const PAGE_SIZE = 50;

/** Messages loaded around one that the user jumps to: more than a window has, so that it loads no more at once. */
export const JUMP_SIZE = 100;

/** Most pages without a message that are read on: as many have 100,000 changes in a row. */
const MAX_EMPTY_PAGES = 100;

/** Which messages {@linkcode loadHistory} asks for: the latest, unless one of `before`, `after` and `around` is given. */
export interface HistoryRange {
  /** Only messages with a smaller id. */
  readonly before?: number | undefined;
  /** Only messages with a greater id. */
  readonly after?: number | undefined;
  /** Messages before and after this one. */
  readonly around?: number | undefined;
  /** Most messages. */
  readonly limit?: number | undefined;
}

/**
 * Asks the server for messages of a conversation, and reads on where there are only changes.
 *
 * @param answers Sends the requests.
 * @param of The conversation.
 * @param range Which messages.
 * @param onAnswer Called with the messages or the error.
 */
export function loadHistory(
  answers: Answers,
  of: Conversation,
  { limit, ...from }: HistoryRange,
  onAnswer: (answer: HistoryPage | ErrorMessage) => void,
): void {
  let pages = 0;
  const ask = ({ before, after, around }: Omit<HistoryRange, "limit">) => {
    answers.ask({
      type: "history",
      ...(of.kind === "room" ? { room: of.name } : { with: of.name }),
      ...(before !== undefined && { before }),
      ...(after !== undefined && { after }),
      ...(around !== undefined && { around }),
      ...(limit !== undefined && { limit }),
    }, (answer) => {
      if (answer.type === "error") return onAnswer(answer);
      if (answer.type !== "history") return;
      const next = answer.messages.length === 0
        ? nextRange(answer, after !== undefined)
        : undefined;
      if (next && ++pages < MAX_EMPTY_PAGES) ask(next);
      else onAnswer(answer);
    });
  };
  ask(from);
}

/** Returns where to read on after a page of nothing but changes; `undefined` at the end. */
function nextRange(
  { more, moreAfter, first, last }: HistoryPage,
  isNewer: boolean,
): HistoryRange | undefined {
  if (isNewer) return moreAfter && last !== undefined ? { after: last } : undefined;
  return more && first !== undefined ? { before: first } : undefined;
}
