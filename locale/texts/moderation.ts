import type { ModerationCommandName } from "../../protocol/commands/command_name.ts";
import type { MemberModerated } from "../../protocol/messages/moderation.ts";

/** What was done to somebody, in parts that a sentence is made of. */
export interface ModerationWords {
  readonly name: string;
  readonly by: string;
  /** The room or {@linkcode ModerationTexts.everywhere}. */
  readonly where: string;
  /** Why and until when, in parentheses after a space; empty if neither was said. */
  readonly detail: string;
}

/** What is said of looking after rooms, in one language. */
export interface ModerationTexts {
  topic(room: string, text: string, by: string): string;
  noTopic(room: string): string;
  /** Says what was done to somebody. */
  readonly events: Readonly<Record<MemberModerated["type"], (words: ModerationWords) => string>>;
  kicked(words: ModerationWords): string;
  closed(room: string, by: string): string;
  opened(room: string, by: string): string;
  /** Comes before a list, if there is anything in it. */
  bans(where: string, count: number): string;
  ban(words: Omit<ModerationWords, "where">): string;
  mute(words: Omit<ModerationWords, "where">): string;
  /** In place of a room: all of them. */
  readonly everywhere: string;
  until(moment: string): string;
  /** Why something is `forbidden`. */
  readonly reasons: {
    operatorsOnly(room: string): string;
    ownerOnly(room: string): string;
    /** To the guest who made the room. */
    ownerOnceRegistered(room: string): string;
    readonly serverOperatorsOnly: string;
    outranked(name: string): string;
    invitedOnly(room: string): string;
    everybodys(room: string): string;
    readonly oneself: string;
    noAccount(name: string): string;
    notSo(name: string): string;
  };
  /** A line of the server's log. */
  audit(by: string, what: string, refused: string | undefined): string;
}

/** What each command does by which rooms are looked after, for `/help`. */
export type ModerationCommands = Readonly<
  Record<ModerationCommandName, { readonly form: string; readonly help: string }>
>;
