import type { CommandText } from "../../locale/catalogue.ts";
import { type Limits, MAX_PAGE } from "../../protocol/limits.ts";
import { codePoints, toName, toRoom } from "../../protocol/names.ts";
import { type Problem, quote } from "../../protocol/parse_client_message.ts";
import { type Command, HERE } from "./dialect.ts";

/** A command of the text dialect. */
export interface TextCommand {
  readonly name: CommandText;
  /** What follows the name, as the help shows it. */
  readonly form: string;
  /** Reads what follows the name. */
  readonly read: (rest: string, limits: Limits) => Command | Problem | "help";
}

/** Every command of the text dialect, in the order of the help. */
export const TEXT_COMMANDS: readonly TextCommand[] = [
  {
    name: "join",
    form: "<sala>",
    read: (rest, limits) => {
      const room = toRoom(rest, limits.room);
      return room === undefined
        ? { code: "bad_room", detail: quote(rest) }
        : { type: "move", room };
    },
  },
  { name: "list", form: "", read: () => ({ type: "list" }) },
  { name: "who", form: "", read: () => ({ type: "who", room: HERE }) },
  {
    name: "msg",
    form: "<usuário> <mensagem>",
    read: (rest, limits) => {
      const [, name = "", text = ""] = /^(\S*)\s*(.*)$/s.exec(rest) ?? [];
      const to = toName(name, limits.name);
      if (to === undefined) return { code: "bad_name", detail: quote(name) };
      return readText(text, limits, (text) => ({ type: "direct", to, text }));
    },
  },
  {
    name: "nick",
    form: "<nome>",
    read: (rest, limits) => {
      const name = toName(rest, limits.name);
      return name === undefined
        ? { code: "bad_name", detail: quote(rest) }
        : { type: "rename", name };
    },
  },
  {
    name: "history",
    form: "[n]",
    read: (rest) => {
      if (rest === "") return { type: "history", room: HERE };
      const limit = /^\d+$/.test(rest) ? Number(rest) : 0;
      return limit < 1
        ? { code: "bad_message", detail: `/history ${quote(rest)}` }
        : { type: "history", room: HERE, limit: Math.min(limit, MAX_PAGE) };
    },
  },
  {
    name: "search",
    form: "<termos>",
    read: (rest) =>
      rest === "" ? { code: "bad_message", detail: '/search ""' } : { type: "search", terms: rest },
  },
  { name: "help", form: "", read: () => "help" },
  { name: "quit", form: "", read: () => ({ type: "quit" }) },
];

/** Makes a command of a text, unless it is empty or over the limit. */
export function readText(
  text: string,
  limits: Limits,
  toCommand: (text: string) => Command,
): Command | Problem {
  if (text.trim() === "") return { code: "bad_message", detail: '""' };
  if (text.length <= limits.text || codePoints(text) <= limits.text) return toCommand(text);
  return { code: "too_long", detail: `${codePoints(text)} > ${limits.text}` };
}
