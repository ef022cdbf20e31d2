import type { Catalogue } from "../../locale/texts/catalogue.ts";
import { eventLines, helpEvents } from "../../locale/render/event_lines.ts";
import type { Limits } from "../../protocol/limits.ts";
import type { CommandName } from "../../protocol/commands/commands.ts";
import { readLine } from "../../protocol/commands/parse_line.ts";
import type { ServerMessage } from "../../protocol/messages/server_messages.ts";
import { copy } from "../../protocol/text/detach.ts";
import { toName } from "../../protocol/text/names.ts";
import {
  type Decoded,
  decodeUtf8,
  type Dialect,
  type Framing,
  NOT_UTF8,
  type Wire,
} from "./dialect.ts";
import { badName } from "../../protocol/messages/name_problem.ts";

/**
 * The text dialect of the original: the first frame is a name, later ones are lines as typed, answers are lines to show.
 */
export class TextDialect implements Dialect {
  readonly echoes = false;
  readonly announces = false;
  readonly replays = false;
  readonly answersPing = false;
  readonly changes = true;
  #framing: Framing;
  #limits: Limits;
  #texts: Catalogue;

  constructor(framing: Framing, limits: Limits, texts: Catalogue) {
    this.#framing = framing;
    this.#limits = limits;
    this.#texts = texts;
  }

  decode(frame: string | Uint8Array, hasName: boolean): Decoded {
    // A text that is decoded already may be a slice, and the line that is kept would keep all of it.
    const line = typeof frame === "string" ? copy(frame) : decodeUtf8(frame);
    if (line === undefined) return NOT_UTF8;
    if (!hasName) return this.#readName(line);
    const read = readLine(line, this.#limits);
    switch (read.kind) {
      case "help":
        return { kind: "reply", events: helpEvents(this.#texts, read.about) };
      case "nothing":
        return { kind: "reply", events: [] };
      case "secret":
        return this.#usage(read.secret.type);
      default:
        return read;
    }
  }

  /** No client asks for changes: every one gets them as lines. */
  get withChanges(): Wire {
    return this;
  }

  encode(events: readonly ServerMessage[], reader?: string): Uint8Array {
    return this.#framing(events.flatMap((event) => eventLines(event, this.#texts, { reader })));
  }

  /** Parses the first line: a name, or for a registered one `/login NAME PASSWORD`. */
  #readName(line: string): Decoded {
    const read = line.startsWith("/") ? readLine(line, this.#limits) : undefined;
    if (read?.kind === "command" && read.command.type === "login") {
      const { name, password } = read.command;
      return { kind: "command", command: { type: "hello", name, password, version: 1 } };
    }
    if (read?.kind === "secret") return this.#usage(read.secret.type);
    if (read?.kind === "problem" && read.problem.code === "bad_password") return read;
    const name = toName(line, this.#limits.name);
    return name === undefined
      ? { kind: "problem", problem: badName(line, this.#limits.name) }
      : { kind: "command", command: { type: "hello", name, version: 1 } };
  }

  /** Returns the usage of a command, with the passwords that are part of the line in this dialect. */
  #usage(command: CommandName): Decoded {
    return { kind: "problem", problem: { code: "bad_message", value: "", form: command } };
  }
}
