import { problemText } from "../../../locale/render/problem_text.ts";
import {
  type Command,
  CURRENT_ROOM,
  type LocalCommand,
} from "../../../protocol/commands/command_entry.ts";
import { DEFAULT_LIMITS } from "../../../protocol/limits.ts";
import { readClientLine } from "../../../protocol/commands/parse_line.ts";
import type { ClientMessage } from "../../../protocol/messages/messages.ts";
import type { Chat } from "./chat.ts";
import { catalogue, texts } from "./language.ts";
import { setNotifying } from "./notifications.ts";
import type { Conversation } from "./conversation.ts";

/**
 * Sends a line as a message, or executes it if it is a command. Commands are those of the terminal.
 *
 * @param chat The session.
 * @param conversation The conversation it was typed in.
 * @param line The text; a message may have line breaks.
 * @returns Whether the line was valid; if not, a note in the conversation says why.
 */
export function enterLine(chat: Chat, conversation: Conversation, line: string): boolean {
  const read = readClientLine(line, chat.client?.limits ?? DEFAULT_LIMITS);
  switch (read.kind) {
    case "nothing":
      return true;
    case "help":
      chat.open.value = { kind: "help" };
      return true;
    case "problem":
      conversation.note(problemText(read.problem, catalogue.value), true);
      return false;
    case "secret": {
      const { secret } = read;
      const name = secret.type === "login" ? { name: secret.name } : {};
      chat.open.value = { kind: "account", action: secret.type, ...name };
      return true;
    }
    case "local":
      doHere(chat, conversation, read.command);
      return true;
    case "command":
      // A password on the command line would be visible as it is typed.
      if (!("password" in read.command)) return doCommand(chat, conversation, read.command);
      conversation.note(catalogue.value.client.notInLine, true);
      return true;
  }
}

function doCommand(chat: Chat, conversation: Conversation, command: Command): boolean {
  switch (command.type) {
    case "say":
      chat.say(conversation, command.text);
      return true;
    case "direct":
      chat.say(chat.goToPerson(command.to), command.text);
      return true;
    case "move":
      chat.goToRoom(command.room);
      return true;
    case "list":
      chat.open.value = { kind: "rooms" };
      return true;
    case "search":
      chat.open.value = { kind: "search", terms: command.terms };
      return true;
    case "history":
      void chat.loadOlder(conversation, command.limit);
      return true;
    case "quit":
      chat.leave();
      return true;
    default:
      return request(chat, conversation, command);
  }
}

/** Sends a command to the server as it is. */
function request(chat: Chat, conversation: Conversation, command: ClientMessage): boolean {
  if (conversation.kind === "person" && "room" in command && command.room === CURRENT_ROOM) {
    conversation.note(texts.value.onlyInRooms, true);
    return false;
  }
  const isHere = "room" in command && command.room === CURRENT_ROOM;
  chat.ask(isHere ? { ...command, room: conversation.name.value } : command, (answer) => {
    // Other answers also reach this session as events, and become notes there.
    if (answer.type === "members" || answer.type === "error") chat.tell(answer, conversation);
  });
  return true;
}

function doHere(chat: Chat, conversation: Conversation, command: LocalCommand): void {
  switch (command.type) {
    case "watch":
      chat.ask({ type: "join", room: command.room });
      return;
    case "unwatch": {
      const watched = chat.conversations.get("room", command.room);
      if (watched) chat.close(watched);
      return;
    }
    case "bell":
      void setNotifying(command.mode !== "off").then((isOn) =>
        conversation.note(isOn ? texts.value.notifyOn : texts.value.notifyDenied)
      );
      return;
    case "reconnect":
      chat.client?.reconnect();
      return;
  }
}
