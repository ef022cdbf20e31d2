import { problemText } from "../../locale/render/problem_text.ts";
import {
  type Command,
  CURRENT_ROOM,
  type LocalCommand,
  type Secret,
} from "../../protocol/commands/command_entry.ts";
import type { ParsedClientLine } from "../../protocol/commands/parse_line.ts";
import type { ClientMessage, Direct, Say } from "../../protocol/messages/client_messages.ts";
import { isLinkAnswer } from "../../protocol/messages/server_shapes.ts";
import type { ChatClient } from "../session/client.ts";
import type { Answers } from "./answers.ts";
import type { Conversation } from "./conversation.ts";
import type { Conversations } from "./conversations.ts";
import type { DisplayFilter } from "./display_filter.ts";
import { ignore, setQuiet, unignore } from "./filter_commands.ts";
import type { Notices } from "./notices.ts";
import type { Sender } from "./sender.ts";
import type { UserInterface } from "./user_interface.ts";

/** Answers that are shown where the line was typed; all others arrive as events, which show them. */
const SHOWN_ANSWERS: ReadonlySet<string> = new Set(["members", "whois", "away", "error"]);

/** Options of {@linkcode InputHandler}. */
export interface InputHandlerOptions {
  readonly client: Pick<ChatClient, "name" | "returnAs" | "reconnect">;
  readonly conversations: Conversations;
  readonly answers: Answers;
  readonly notices: Notices;
  readonly sender: Sender;
  readonly filter: DisplayFilter;
  /** Whether a line may contain a password, because the input is not visible. */
  readonly takesPasswords: boolean;
  readonly ui: UserInterface;
}

/** Carries out a command that needs no server; `from` is the conversation where it was typed. */
type LocalHandler<T extends LocalCommand["type"]> = (
  options: InputHandlerOptions,
  command: LocalCommand & { readonly type: T },
  from: Conversation,
) => void;

const LOCAL_HANDLERS: { readonly [T in LocalCommand["type"]]: LocalHandler<T> } = {
  watch: ({ ui }, { room }) => ui.watch(room),
  unwatch: ({ ui }, { room }) => ui.unwatch(room),
  bell: ({ ui }, { mode }, from) => ui.setBell(from, mode),
  reconnect: ({ client }) => client.reconnect(),
  query: ({ ui }, { name, text }) =>
    text === "" ? ui.openPrivate(name) : ui.sendPrivately(name, text),
  answer: ({ conversations, notices, ui }, { text }, from) => {
    const to = conversations.lastSender;
    if (to === undefined) notices.problem(notices.texts.client.noSender, [from]);
    else ui.sendPrivately(to, text);
  },
  clear: ({ ui }, _, from) => {
    from.clear();
    ui.clear(from);
  },
  ignore: (options, { name }, from) => ignore(options, name, from),
  unignore: (options, { name }, from) => unignore(options, name, from),
  quiet: (options, { isOn }, from) => setQuiet(options, isOn, from),
  screen: ({ ui }, { mode }, from) => ui.setScreen(from, mode),
};

/** Carries out typed lines: sends requests, and leaves to the user interface what each does in its own way. */
export class InputHandler {
  readonly #options: InputHandlerOptions;

  constructor(options: InputHandlerOptions) {
    this.#options = options;
  }

  /** Carries out a line; see {@linkcode ChatModel.perform}. */
  perform(line: ParsedClientLine, from: Conversation, typed?: string): boolean {
    const { notices, takesPasswords, ui } = this.#options;
    switch (line.kind) {
      case "nothing":
        return true;
      case "help":
        ui.showHelp(line.about);
        return true;
      case "problem":
        notices.problem(problemText(line.problem, notices.texts), [from]);
        return false;
      case "secret":
        ui.askPassword(line.secret);
        return true;
      case "local":
        this.#performLocal(line.command, from);
        return true;
      case "command":
        if (takesPasswords || !("password" in line.command)) {
          return this.#send(line.command, from, typed);
        }
        ui.warnOfPassword(from, toSecret(line.command));
        return true;
    }
  }

  /** Returns under the name of a message; see {@linkcode ChatModel.returnAs}. */
  returnAs(message: ClientMessage): boolean {
    if (message.type !== "rename" && message.type !== "login") return false;
    const { client, conversations, notices } = this.#options;
    const password = message.type === "login" ? message.password : undefined;
    if (!client.returnAs(message.name, password)) return false;
    notices.note(notices.texts.client.returning(message.name), [conversations.current]);
    return true;
  }

  #performLocal(command: LocalCommand, from: Conversation): void {
    const handle = LOCAL_HANDLERS[command.type] as LocalHandler<LocalCommand["type"]>;
    handle(this.#options, command, from);
  }

  #send(command: Command, from: Conversation, typed: string | undefined): boolean {
    const { sender, ui } = this.#options;
    switch (command.type) {
      case "say":
        return this.#say(from, command);
      case "direct":
        return this.#sayPrivately(from, command);
      case "edit":
      case "delete":
      case "react":
        return sender.performChange(from, command);
      case "move":
        ui.goToRoom(command.room, command.code);
        return true;
      case "leave":
        ui.leaveConversation(from, command.room === CURRENT_ROOM ? undefined : command.room);
        return true;
      case "list":
        ui.listRooms();
        return true;
      case "search":
        ui.search(command.terms);
        return true;
      case "history":
        ui.showHistory(from, command.limit);
        return true;
      case "quit":
        ui.quit();
        return true;
      default:
        return this.#request(command, from, typed);
    }
  }

  #say(from: Conversation, { text, reply, action }: Say): boolean {
    const { sender } = this.#options;
    const options = action ? { action } : {};
    if (reply !== undefined) {
      return sender.find(from, { about: reply, isOwn: false }, from, (reply) => {
        sender.say(from, text, { ...options, reply });
      });
    }
    sender.say(from, text, options);
    return true;
  }

  #sayPrivately(from: Conversation, { to: name, text, reply }: Direct): boolean {
    const { sender, ui } = this.#options;
    if (reply !== undefined) {
      const place = { kind: "person", name } as const;
      return sender.find(place, { about: reply, isOwn: false }, from, (reply) => {
        ui.sendPrivately(name, text, { reply });
      });
    }
    ui.sendPrivately(name, text);
    return true;
  }

  #request(command: ClientMessage, from: Conversation, typed: string | undefined): boolean {
    const { answers, notices, ui } = this.#options;
    if (this.returnAs(command)) return true;
    const isHere = "room" in command && command.room === CURRENT_ROOM;
    if (isHere && from.kind === "person") {
      ui.warnOfPrivate(from);
      return false;
    }
    answers.ask(isHere ? { ...command, room: from.name } : command, (answer) => {
      const isShown = SHOWN_ANSWERS.has(answer.type) || isLinkAnswer(answer);
      if (isShown) notices.tell(answer, [from], typed);
    });
    return true;
  }
}

/** Returns a command without its passwords. */
function toSecret(command: Command & { readonly password?: string }): Secret {
  return command.type === "login"
    ? { type: "login", name: command.name }
    : { type: command.type === "passwd" ? "passwd" : "register" };
}
