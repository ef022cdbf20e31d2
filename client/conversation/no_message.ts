import { errorText } from "../../locale/render/error_message.ts";
import type { ChatTexts } from "../../locale/texts/catalogue.ts";
import type { Conversation } from "./conversation.ts";

/** Returns the error for a message that a conversation does not have. */
export function noMessage(
  id: number,
  { kind, name }: Pick<Conversation, "kind" | "name">,
  texts: ChatTexts,
): string {
  const place = kind === "room" ? { room: name } : { with: name };
  return errorText({ code: "not_found", cause: "no_message", value: `${id}`, ...place }, texts);
}
