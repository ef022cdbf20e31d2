import { checkText } from "../messages/_check_text.ts";
import type { TextCause } from "../messages/error_details.ts";
import type { Limits } from "../limits.ts";
import type { ClientMessage } from "../messages/client_messages.ts";
import type { Problem } from "../messages/problem.ts";
import type { Ref } from "../messages/request.ts";

/** Stands for the current room in a command whose line names no room. */
export const CURRENT_ROOM = "";

/** A client's request: a message of the JSON dialect, or `move`, which only a typed line can produce. */
export type Command =
  | ClientMessage
  /** Joins a room and, unless that fails, leaves all others. */
  | {
    readonly type: "move";
    readonly room: string;
    /** The code of an invitation link. */
    readonly code?: string;
    readonly ref?: Ref;
  };

/** The request that a password is needed for. */
export type Secret =
  | { readonly type: "register" | "passwd" }
  | { readonly type: "login"; readonly name: string };

/** The words of {@linkcode BellMode}. */
export const BELL_MODES = ["off", "msg", "all", "notify"] as const;

/**
 * When to ring the bell: never, for messages to the user or with their name, for every message of others, or as `msg` and with
 * a notification of the system.
 */
export type BellMode = typeof BELL_MODES[number];

/** How a terminal shows the chat: as lines, or as a full screen. */
export type ScreenMode = "line" | "full";

/** A command that the client executes without the server. */
export type LocalCommand =
  /** Starts or stops watching a room other than the current one. */
  | { readonly type: "watch" | "unwatch"; readonly room: string }
  /** Sets when the bell rings; without a mode, shows the setting. */
  | { readonly type: "bell"; readonly mode: BellMode | undefined }
  /** Reconnects immediately. */
  | { readonly type: "reconnect" }
  /** Shows nothing of a user any more; without a name, lists the ignored users. */
  | { readonly type: "ignore"; readonly name: string | undefined }
  | { readonly type: "unignore"; readonly name: string }
  /** Opens the private conversation with a user, and says something there if there is a text. */
  | { readonly type: "query"; readonly name: string; readonly text: string }
  /** Answers the last private message. */
  | { readonly type: "answer"; readonly text: string }
  /** Clears the screen or the log. */
  | { readonly type: "clear" }
  /** Hides comings and goings, or shows them again; without a choice, shows the setting. */
  | { readonly type: "quiet"; readonly isOn: boolean | undefined }
  | { readonly type: "screen"; readonly mode: ScreenMode };

/** Result of parsing the text after a command's name. */
export type CommandRead = Command | Problem | { readonly secret: Secret } | HelpRead;

/** A request for help: about one command, whose name or alias `about` is, or about all of them. */
export interface HelpRead {
  /** Marks the result as a request for help. */
  readonly help: true;
  /** The word after `/help`, without a `/`. */
  readonly about: string;
}

/** Section of the help. */
export type CommandGroup = "rooms" | "messages" | "account" | "moderation" | "program";

/** Arguments of commands and their kinds, which determine completion. */
export const ARGUMENT_KINDS = {
  room: "room",
  user: "name",
  name: "name",
  nameOrAddress: "name",
  newName: "text",
  message: "text",
  terms: "text",
  text: "text",
  reason: "text",
  count: "number",
  id: "number",
  command: "command",
  emoji: "text",
  minutes: "number",
  nameOrUses: "name",
  code: "text",
  link: "text",
  password: "password",
  oldPassword: "password",
  newPassword: "password",
} as const;

/** Name of an argument; the catalogues translate it. */
export type ArgumentName = keyof typeof ARGUMENT_KINDS;

/** An argument of a command: one of {@linkcode ARGUMENT_KINDS}, or one of a few words. */
export type CommandArgument = ArgumentName | readonly string[];

/** Rank in a room that a moderation command needs, see `docs/protocol.md`. */
export type CommandRank = "operator" | "owner" | "serverOperator";

/**
 * Definition of a command, under its name in `COMMANDS`.
 *
 * Parsing, help, completion and the manual are derived from it. The side that executes the command has a table of
 * handlers by type of request.
 */
export type CommandEntry =
  & {
    readonly group: CommandGroup;
    /** Other names of the command, in lower case; each names one command only. */
    readonly aliases?: readonly string[];
    /** Required arguments. */
    readonly takes: readonly CommandArgument[];
    /** Optional arguments that may follow. */
    readonly mayTake?: readonly ArgumentName[];
    /** Whether `*` before the arguments means the whole server; only server operators may use it. */
    readonly isServerWide?: true;
    /** Whether `@` and a name before the arguments means the private conversation with that user. */
    readonly isPrivate?: true;
    /** A line that means the command without its `/`, in lower case. */
    readonly bareLine?: string;
  }
  & (
    | {
      /** The side that executes the command; a server does not know the commands of a client. */
      readonly runs: "server";
      /** Parses the text after the name. */
      readonly read: (rest: string, limits: Limits) => CommandRead;
    }
    | {
      readonly runs: "client";
      readonly read: (rest: string, limits: Limits) => LocalCommand | Problem;
    }
  );

/**
 * Checks that a text is neither empty nor too long.
 *
 * @param text The text as typed.
 * @param most Maximum code points.
 * @param cause What the text is.
 * @param toCommand Creates the command from the text.
 * @returns The command or the error.
 */
export function readText<T extends Command | LocalCommand>(
  text: string,
  most: number,
  cause: TextCause,
  toCommand: (text: string) => T,
): T | Problem {
  const problem = checkText(text, most, cause);
  if (problem) return problem;
  return text.trim() === "" ? { code: "bad_message", value: "" } : toCommand(text);
}
