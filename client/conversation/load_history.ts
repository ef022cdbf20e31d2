import type { ErrorMessage, HistoryPage } from "../../protocol/messages/server_messages.ts";
import type { Answers } from "./answers.ts";
import type { Conversation } from "./conversation.ts";

/** Most pages without a message that are read on: as many have 100,000 changes in a row. */
const MAX_EMPTY_PAGES = 100;

/** Which messages {@linkcode loadHistory} asks for. */
export interface HistoryRange {
  /** Only messages with a smaller id. */
  readonly before?: number | undefined;
  /** Most messages. */
  readonly limit?: number | undefined;
}

/**
 * Asks the server for earlier messages of a conversation, and reads on where there are only changes.
 *
 * @param answers Sends the requests.
 * @param of The conversation.
 * @param range Which messages.
 * @param onAnswer Called with the messages or the error.
 */
export function loadHistory(
  answers: Answers,
  of: Conversation,
  { before, limit }: HistoryRange,
  onAnswer: (answer: HistoryPage | ErrorMessage) => void,
): void {
  let pages = 0;
  const ask = (before: number | undefined) => {
    answers.ask({
      type: "history",
      ...(of.kind === "room" ? { room: of.name } : { with: of.name }),
      ...(before !== undefined && { before }),
      ...(limit !== undefined && { limit }),
    }, (answer) => {
      if (answer.type === "error") return onAnswer(answer);
      if (answer.type !== "history") return;
      // A page of nothing but changes ends before the next message.
      const isEmpty = answer.messages.length === 0 && answer.more && answer.first !== undefined;
      if (isEmpty && ++pages < MAX_EMPTY_PAGES) ask(answer.first);
      else onAnswer(answer);
    });
  };
  ask(before);
}
