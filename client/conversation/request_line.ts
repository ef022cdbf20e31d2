import type { ChangeRequest } from "../../protocol/messages/changes.ts";
import type { Direct, Say } from "../../protocol/messages/client_messages.ts";

/**
 * Returns a line by which a user recognizes a request that was not sent: the text of a message, or the command of a change.
 *
 * @param request The request.
 */
export function requestLine(request: Say | Direct | ChangeRequest): string {
  switch (request.type) {
    case "say":
    case "direct":
      return request.text;
    case "edit":
      return changeLine(request, request.text);
    case "delete":
      return changeLine(request, request.reason);
    case "react":
      return changeLine(request, `${request.remove ? "-" : ""}${request.emoji}`);
  }
}

function changeLine({ type, with: person, about }: ChangeRequest, rest = ""): string {
  const to = person === undefined ? "" : `@${person} `;
  return `/${type} ${to}${about} ${rest}`.trimEnd();
}
