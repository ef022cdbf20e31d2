import type { Catalogue } from "../../locale/catalogue.ts";
import { escapeControl } from "../../protocol/escape_control.ts";
import type { Limits } from "../../protocol/limits.ts";
import type { DirectMessage, RoomMessage, ServerMessage } from "../../protocol/messages.ts";
import { toName } from "../../protocol/names.ts";
import { type Problem, quote } from "../../protocol/parse_client_message.ts";
import {
  type Command,
  type Decoded,
  decodeUtf8,
  type Dialect,
  type Framing,
  HERE,
  NOT_UTF8,
} from "./dialect.ts";
import { readText, TEXT_COMMANDS } from "./text_commands.ts";

/** What disconnects, beside `/quit`, as in the original. */
const LEAVE = "sair";

/** The original's dialect: the first frame is a name, each frame after it a line as typed, each answer a line to show. */
export class TextDialect implements Dialect {
  readonly echoes = false;
  readonly announces = false;
  readonly replays = false;
  #framing: Framing;
  #limits: Limits;
  #texts: Catalogue;

  constructor(framing: Framing, limits: Limits, texts: Catalogue) {
    this.#framing = framing;
    this.#limits = limits;
    this.#texts = texts;
  }

  decode(frame: Uint8Array, isGreeted: boolean): Decoded {
    const line = decodeUtf8(frame);
    if (line === undefined) return NOT_UTF8;
    const read = isGreeted ? this.#readLine(line) : this.#readName(line);
    if (read === "help") return { kind: "reply", events: this.#help() };
    if (read === "nothing") return { kind: "reply", events: [] };
    return "code" in read ? { kind: "problem", problem: read } : { kind: "command", command: read };
  }

  encode(events: readonly ServerMessage[]): Uint8Array {
    return this.#framing(events.flatMap((event) => this.#lines(event)));
  }

  #readName(line: string): Command | Problem {
    const name = toName(line, this.#limits.name);
    return name === undefined
      ? { code: "bad_name", detail: quote(line) }
      : { type: "hello", name, version: 1 };
  }

  #readLine(typed: string): Command | Problem | "help" | "nothing" {
    const line = typed.trimEnd();
    if (line === "") return "nothing";
    if (line.trim().toLowerCase() === LEAVE) return { type: "quit" };
    if (!line.startsWith("/") || line.startsWith("//")) {
      const text = line.startsWith("//") ? line.slice(1) : line;
      return readText(text, this.#limits, (text) => ({ type: "say", room: HERE, text }));
    }
    const [, name = "", rest = ""] = /^\/(\S*)\s*(.*)$/s.exec(line) ?? [];
    const command = TEXT_COMMANDS.find((command) => command.name === name.toLowerCase());
    return command
      ? command.read(rest, this.#limits)
      : { code: "unknown_type", detail: quote(`/${name}`) };
  }

  #help(): ServerMessage[] {
    return TEXT_COMMANDS.map(({ name, form }) => ({
      type: "notice",
      message: `/${name}${form && ` ${form}`}: ${this.#texts.commands[name]}`,
    }));
  }

  #lines(event: ServerMessage): readonly string[] {
    const { chat } = this.#texts;
    switch (event.type) {
      case "message":
        return [this.#line(event)];
      case "direct":
        return [this.#line(event)];
      case "joined":
        return [this.#system(chat.joined(event.room))];
      case "left":
        return [this.#system(chat.left(event.room))];
      case "rooms":
        return [this.#system(chat.rooms(event.rooms))];
      case "members":
        return [this.#system(chat.members(event.room, event.names))];
      case "renamed":
        return [this.#system(chat.renamed(event.name))];
      case "registered":
        return [this.#system(chat.registered(event.name))];
      case "notice":
        return [this.#system(event.message)];
      case "error":
        return [`[${chat.error}] ${escapeControl(event.message)}`];
      case "history": {
        const where = event.room ?? event.with ?? "";
        const count = event.messages.length;
        const title = count === 0 ? chat.noHistory(where) : chat.history(where, count);
        return [this.#system(title), ...event.messages.map((message) => this.#line(message))];
      }
      case "found": {
        const title = this.#system(chat.found(event.messages.length));
        return [title, ...event.messages.map((message) => this.#line(message))];
      }
      case "bye":
        return event.reason === "quit"
          ? [this.#system(chat.goodbye)]
          : event.reason === "shutting_down"
          ? [this.#system(chat.shuttingDown)]
          : [];
      case "welcome":
      case "ack":
      case "ping":
      case "pong":
        return [];
    }
  }

  #line(message: RoomMessage | DirectMessage): string {
    const where = "room" in message ? message.room : this.#texts.chat.privately;
    return `[${where}] ${message.from}: ${escapeControl(message.text)}`;
  }

  #system(text: string): string {
    return `[${this.#texts.chat.system}] ${escapeControl(text)}`;
  }
}
