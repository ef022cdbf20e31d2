import { cut } from "../../protocol/commands/cut.ts";
import { completeCommand, toCommandName } from "../../protocol/commands/command_words.ts";
import { COMMANDS } from "../../protocol/commands/commands.ts";
import { ARGUMENT_KINDS } from "../../protocol/commands/command_entry.ts";
import type { ClientMessage } from "../../protocol/messages/client_messages.ts";
import { nameKey } from "../../protocol/text/names.ts";
import type { ChatClient } from "../session/client.ts";
import type { ClientEvent } from "../session/event.ts";
import { completeEmoji, emojiCodeIn } from "../conversation/complete_emoji.ts";
import { completeWords } from "../conversation/complete_words.ts";
import { EMOJI } from "../conversation/emoji_list.ts";
import type { LineChat } from "../conversation/line_chat.ts";

/** Time after which the list of rooms is requested again, in milliseconds. */
const LIST_LIFETIME = 60_000;

/** Maximum names and maximum rooms to keep; the least recently seen are dropped. */
const MAX_KNOWN = 10_000;

/** Most emoji between which Tab chooses: what a row shows. */
const MAX_EMOJI = 12;

/** Kind of an argument, or the words that it can be. */
type ArgumentKind = typeof ARGUMENT_KINDS[keyof typeof ARGUMENT_KINDS] | readonly string[];

/** Completions of a word: commands, emoji, and the rooms and names that the client has seen. */
export class Completions {
  readonly #client: ChatClient;
  readonly #chat: LineChat;
  readonly #known = { rooms: new Map<string, string>(), names: new Map<string, string>() };
  /** Who spoke, the last at the end. */
  readonly #speakers = new Map<string, string>();
  /** When the rooms were last requested, by a monotonic clock. */
  #listedAt: number | undefined;

  constructor(client: ChatClient, chat: LineChat) {
    this.#client = client;
    this.#chat = chat;
  }

  /** Collects the rooms and names in an event; requests the members of a room that the user joined. */
  learn(event: ClientEvent): void {
    if (event.type !== "server") return;
    const { message } = event;
    switch (message.type) {
      case "joined":
        add(this.#known.rooms, message.room);
        add(this.#known.names, message.name);
        if (message.name !== this.#client.name) break;
        this.#ask({ type: "who", room: message.room });
        if (this.#listedAt === undefined) this.#list();
        break;
      case "rooms":
        for (const { name } of message.rooms) add(this.#known.rooms, name);
        break;
      case "members":
        for (const name of message.names) add(this.#known.names, name);
        break;
      case "message":
      case "direct":
        add(this.#known.names, message.from);
        add(this.#speakers, message.from);
        break;
      case "renamed":
        this.#known.names.delete(nameKey(message.from));
        add(this.#known.names, message.name);
        if (this.#speakers.delete(nameKey(message.from))) add(this.#speakers, message.name);
        break;
    }
  }

  /**
   * Returns the completions of the last word of the input.
   *
   * @param before The input before the cursor.
   * @returns Each with its suffix: a space, or a colon and a space after a name at the start of a line.
   */
  of(before: string): string[] {
    const word = /(?<!\S)\S*$/.exec(before)![0];
    const isFirst = word.length === before.length;
    const code = emojiCodeIn(before);
    if (code !== undefined && takesText(before)) return emojiOf(code);
    if (isFirst && word.startsWith("/")) {
      return completeCommand(word).map((command) => `${command} `);
    }
    if (before.startsWith("/") && !before.startsWith("//")) {
      return this.#matching(argumentOf(before), word);
    }
    if (word === "") return [];
    if (word.startsWith("#")) return this.#matching("room", word);
    return this.#matching("name", word, isFirst && !word.startsWith("@") ? ": " : " ");
  }

  /** Requests the list of rooms, for later completions. */
  #list(): void {
    this.#listedAt = performance.now();
    this.#ask({ type: "list" });
  }

  /** Sends a request whose answer is not shown; {@linkcode Completions.learn} reads it. */
  #ask(message: ClientMessage): void {
    this.#chat.ask(message, () => {}, { isOnce: true });
  }

  #rooms(): Map<string, string> {
    const isOld = this.#listedAt !== undefined &&
      performance.now() - this.#listedAt > LIST_LIFETIME;
    if (isOld && this.#client.isConnected) this.#list();
    return this.#known.rooms;
  }

  /** Returns the names of other users that begin with what is typed, the latest speakers first. */
  #names(typed: string): readonly string[] {
    const speakers = [...this.#speakers.values()].reverse();
    return completeWords([...speakers, ...this.#known.names.values()], typed)
      .filter((name) => name !== this.#client.name);
  }

  #matching(argument: ArgumentKind | undefined, word: string, after = " "): string[] {
    switch (argument) {
      case "room":
        return completeWords(this.#rooms().values(), word.startsWith("#") ? word : `#${word}`)
          .map((room) => `${room}${after}`);
      case "name": {
        const at = word.startsWith("@") ? "@" : "";
        return this.#names(word.slice(at.length)).map((name) => `${at}${name}${after}`);
      }
      case "text":
        if (word === "") return [];
        return this.#matching(word.startsWith("#") ? "room" : "name", word, after);
      case "command":
        return completeCommand(`/${word.replace(/^\//, "")}`).map((command) =>
          `${word.startsWith("/") ? command : command.slice(1)}${after}`
        );
      case undefined:
      case "number":
      case "password":
        return [];
      default:
        return argument.filter((choice) => choice.startsWith(word)).map((choice) => `${choice} `);
    }
  }
}

/** Returns whether what is typed is a message, or a command's argument that may contain or be an emoji. */
function takesText(line: string): boolean {
  if (!line.startsWith("/") || line.startsWith("//")) return true;
  return argumentOf(line) === "text";
}

function emojiOf(code: string): string[] {
  return completeEmoji(EMOJI, code).slice(0, MAX_EMOJI).map(([emoji]) => `${emoji} `);
}

/** Returns the kind of the argument that is being typed. */
function argumentOf(line: string): ArgumentKind | undefined {
  const [word, rest] = cut(line.slice(1));
  const name = toCommandName(word);
  if (name === undefined) return undefined;
  const { takes, mayTake = [], isPrivate } = COMMANDS[name];
  const kinds = [...takes, ...mayTake].map((argument) =>
    typeof argument === "string" ? ARGUMENT_KINDS[argument] : argument
  );
  const last = kinds.at(-1);
  const words = rest.split(/\s+/);
  if (isPrivate && words[0]!.startsWith("@")) {
    if (words.length === 1) return "name";
    words.shift();
  }
  // A text extends to the end of the line.
  return kinds[words.length - 1] ?? (last === "text" ? last : undefined);
}

function add(words: Map<string, string>, word: string): void {
  const key = nameKey(word);
  // Moves it to the end, so that it is dropped last.
  words.delete(key);
  if (words.size >= MAX_KNOWN) words.delete(words.keys().next().value!);
  words.set(key, word);
}
