import { checkText } from "../messages/_check_text.ts";
import type { Limits } from "../limits.ts";
import type { ClientMessage } from "../messages/messages.ts";
import type { CommandName } from "./command_name.ts";
import type { Problem } from "../messages/problem.ts";
import type { Ref } from "../messages/request.ts";

/** In place of a room's name in a command: the one room that one is in. */
export const CURRENT_ROOM = "";

/** What somebody wants done: what the JSON dialect says, and `move`, which only a line says. */
export type Command =
  | ClientMessage
  /** Goes to a room and leaves the others, if it may be entered. */
  | { readonly type: "move"; readonly room: string; readonly ref?: Ref };

/** What a password is needed for. */
export type Secret =
  | { readonly type: "register" | "passwd" }
  | { readonly type: "login"; readonly name: string };

/** When the bell rings: never, at what is for oneself, or at all that others say. */
export type BellMode = "off" | "msg" | "all";

/** What a client does by itself; no server is asked. */
export type LocalCommand =
  /** Follows a room beside the one in which one speaks, or does so no more. */
  | { readonly type: "watch" | "unwatch"; readonly room: string }
  /** Says when the bell rings, or asks. */
  | { readonly type: "bell"; readonly mode: BellMode | undefined }
  /** Connects anew, at once. */
  | { readonly type: "reconnect" };

/** What is wrong with a line. */
export interface LineProblem extends Problem {
  /** The command that the line leaves incomplete; its usage is shown. */
  readonly form?: CommandName;
}

/** What a command turned out to be. */
export type CommandRead = Command | Problem | { readonly secret: Secret } | "help";

/** Under which the help shows a command. */
export type CommandGroup = "rooms" | "messages" | "account" | "moderation" | "program";

/** What an argument of a command is, for those who complete it: one of a kind, or of some words. */
export type CommandArgument = "room" | "name" | "text" | "number" | "password" | readonly string[];

/** A command that a line may begin with: what the line reads, helps and completes by. */
export type CommandEntry =
  & {
    /** The group of the help. */
    readonly group: CommandGroup;
    /** What each argument is. */
    readonly takes: readonly CommandArgument[];
  }
  & (
    | {
      /** Who does it; what a client does by itself, a server does not know. */
      readonly runs: "server";
      /** Reads what follows the name. */
      readonly read: (rest: string, limits: Limits) => CommandRead;
    }
    | {
      readonly runs: "client";
      readonly read: (rest: string, limits: Limits) => LocalCommand | Problem;
    }
  );

/**
 * Reads a text that is not empty, and no longer than it may be.
 *
 * @param text The text as it was typed.
 * @param most Most code points.
 * @param toCommand Makes the command of it.
 * @returns The command, or what is wrong.
 */
export function readText(
  text: string,
  most: number,
  toCommand: (text: string) => Command,
): Command | Problem {
  const problem = checkText(text, most);
  if (problem) return problem;
  return text.trim() === "" ? { code: "bad_message", detail: '""' } : toCommand(text);
}
