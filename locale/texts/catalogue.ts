/**
 * The types of a catalogue: the texts that every language must have. A missing one fails the type check.
 *
 * No text is here.
 *
 * @module
 */
import type {
  ArgumentName,
  BellMode,
  CommandGroup,
} from "../../protocol/commands/command_entry.ts";
import type { CommandName } from "../../protocol/commands/commands.ts";
import type { CommandLineTexts } from "./command_line.ts";
import type { FullScreenTexts } from "./full_screen.ts";
import type { CauseTexts, ErrorTexts } from "./errors.ts";
import type { ModerationTexts } from "./moderation.ts";
import type { ServerTexts } from "./server.ts";
import type { StoreTexts } from "./store.ts";
import type { SystemTexts } from "./system.ts";

/** All texts of the program in one language. */
export interface Catalogue extends ChatTexts, ServerTexts, CommandLineTexts {
  readonly system: SystemTexts;
  readonly store: StoreTexts;
}

/** The texts of a chat in one language: those that the page needs, too. */
export interface ChatTexts {
  /** Texts of a session. */
  readonly chat: {
    joined(room: string): string;
    left(room: string): string;
    rooms(rooms: readonly { readonly name: string; readonly members: number }[]): string;
    /** Lists rooms without members, each with the time of its last message and its topic. */
    storedRooms(rooms: readonly string[]): string;
    members(room: string, names: readonly string[]): string;
    /** A member in {@linkcode members} who is away. */
    memberAway(name: string): string;
    /** Answer to `/away` with a text. */
    away(text: string): string;
    /** Answer to `/away` without a text. */
    readonly back: string;
    /** What `/whois` tells of a user; times are formatted as by {@linkcode duration}. */
    readonly user: {
      readonly registered: string;
      readonly guest: string;
      online(time: string): string;
      idle(time: string): string;
      away(text: string): string;
      rooms(rooms: readonly string[]): string;
      readonly noRooms: string;
      address(address: string): string;
    };
    /** Formats milliseconds in the largest unit that they fill. */
    duration(milliseconds: number): string;
    /** To a text client, when another client asks for its name. */
    nameAskedFor(name: string): string;
    renamed(name: string): string;
    /** To a guest whose name another session registered. */
    displaced(from: string, name: string): string;
    registered(name: string): string;
    loggedIn(name: string): string;
    readonly passwordChanged: string;
    /** After the new name was told. */
    readonly loggedOut: string;
    /** Prefix of the names that the server gives to guests; letters only. */
    readonly guest: string;
    history(where: string, count: number): string;
    noHistory(where: string): string;
    found(count: number): string;
    /** After the results of a search that ended early. */
    readonly foundPartly: string;
    readonly privately: string;
    /** Formats a number. */
    number(value: number): string;
    /** Formats Unix milliseconds as a local time of day. */
    time(at: number): string;
    /** Before the new text of a message; `moment` is when the message was sent. */
    edited(name: string, moment: string | undefined): string;
    /** Before a period, or a colon and the reason; `author` is the name of another user. */
    deleted(by: string, author: string | undefined, moment: string | undefined): string;
    /** The sender of a reply; without `to`, the message that it answers is gone. */
    replying(from: string, to: string | undefined): string;
    /** The form of a command, after a wrong one. */
    usage(form: string): string;
    /** After the error about an unknown word; `word` was probably meant. */
    didYouMean(word: string): string;
    readonly goodbye: string;
    readonly shuttingDown: string;
    readonly moving: string;
    readonly replaced: string;
    readonly accountChanged: string;
    readonly error: string;
    readonly system: string;
  };
  readonly moderation: ModerationTexts;
  readonly errors: ErrorTexts;
  readonly causes: CauseTexts;
  /** Headings of the groups of commands in `/help`. */
  readonly groups: Readonly<Record<CommandGroup, string>>;
  /** Words for the arguments of commands. */
  readonly arguments: Readonly<Record<ArgumentName, string>>;
  /** What each command does, for `/help`. */
  readonly commands: Readonly<Record<CommandName, string>>;
  /** Texts of the full-screen mode of the terminal client. */
  readonly full: FullScreenTexts;
  /** Texts of the terminal client. */
  readonly client: {
    connected(address: string): string;
    cannotConnect(address: string, reason: string): string;
    /** As {@linkcode cannotConnect}: nothing listens there. */
    notAnswered(address: string): string;
    /** Reason for {@linkcode cannotConnect}: no answer within so many seconds. */
    noAnswer(seconds: number): string;
    /** Reason for {@linkcode cannotConnect}: the server closed the connection. */
    readonly closedEarly: string;
    /** Reason for {@linkcode cannotConnect}: the connection is open, and the server is silent. */
    readonly stoppedAnswering: string;
    readonly askName: string;
    readonly askPassword: string;
    /** Asks for the password of a name, which the user may not know to have an account. */
    readonly askAccountPassword: (name: string) => string;
    readonly askNewPassword: string;
    readonly askAgain: string;
    readonly passwordsDiffer: string;
    /** After a prompt for a password was left empty. */
    readonly passwordCancelled: string;
    /** Before a new password is asked for. */
    readonly passwordRule: string;
    /** After a command that was typed with its password; the password is asked for next. */
    readonly passwordErased: string;
    readonly notInLine: string;
    /** Reason for rejecting piped text. */
    readonly notUtf8: string;
    cannotRead(path: string, reason: string): string;
    readonly prompt: string;
    readonly nameMissing: string;
    passwordNeeded(name: string): string;
    /** Lists users by name, and how many there are besides. */
    users(names: readonly string[], others: number): string;
    /** What users of a room did, as {@linkcode users} lists them; `count` is the number of all. */
    readonly moved: Readonly<
      Record<
        "joined" | "left" | "visited" | "returned",
        (users: string, count: number, room: string) => string
      >
    >;
    renamed(from: string, name: string): string;
    lost(wait: string): string;
    /** An attempt to reconnect failed. */
    failed(error: string, wait: string): string;
    /** After the reason why the server refuses the session; `form` is the command for another name. */
    retrying(form: string): string;
    /** After a private message to a user who is away. */
    isAway(name: string, text: string): string;
    returning(name: string): string;
    /** As `lost`, if the server stopped answering. */
    silent(wait: string): string;
    back(count: number): string;
    historyGap(room: string): string;
    recentEnd(room: string): string;
    /** Line before the messages that the user has not seen. */
    readonly newMessages: string;
    /** Notice that there are more of them than follow. */
    readonly moreNew: string;
    /** The user is in no room, and what to do. */
    readonly nowhere: string;
    /** The prompt's word for no room. */
    readonly noRoom: string;
    /** Label of the rooms with unread messages. */
    readonly unread: string;
    /** Heading of the messages that a repeated `/history` shows. */
    earlier(room: string, count: number): string;
    /** A reaction to a message of `author`, or to the one numbered `id`; more about the message may follow. */
    reacted(reaction: {
      readonly from: string;
      readonly emoji: string;
      readonly removed: boolean;
      readonly author?: string;
      readonly id?: number;
    }): string;
    /** Mark of a message whose text was changed. */
    readonly wasEdited: string;
    /** Formats Unix milliseconds as a local day and time. */
    moment(at: number): string;
    cannotRemember(path: string, reason: string): string;
    readonly help: string;
    /** To a user who is new. */
    readonly helpHint: string;
    /** Status while disconnected, with the reason of the last failed attempt. */
    tryingAt(time: string, error: string | undefined): string;
    readonly connecting: string;
    readonly tryingAgain: string;
    readonly waiting: string;
    /** Status while messages wait because the server reads no faster. */
    paced(count: number): string;
    /**
     * How much was not sent when the user left; `first` is the quoted text of the first. `hasChanges`: some of it edits or
     * deletes messages, or reacts to them.
     */
    unsent(count: number, first: string, hasChanges: boolean): string;
    /** From which text on a piped input was not sent when the client had to end. */
    unsentFrom(first: string): string;
    watching(room: string): string;
    unwatched(room: string): string;
    notWatching(room: string): string;
    bell(mode: BellMode): string;
    /** Which room input goes to after another one was left. */
    nowIn(room: string): string;
    /** Private conversations have no place of their own in the line mode. */
    privateInLines(name: string): string;
    /** No private message was received that could be answered. */
    readonly noSender: string;
    ignoring(name: string): string;
    unignored(name: string): string;
    /** Lists the ignored users, or says that there are none. */
    ignored(names: readonly string[]): string;
    notIgnored(name: string): string;
    /** Whether comings and goings are hidden. */
    quiet(isOn: boolean): string;
    /** Why a choice will not last. */
    cannotKeep(path: string, reason: string): string;
    /** Question before many lines are sent, one row of 40 columns; the answer is a key. */
    sendLines(count: number): string;
    /** After Ctrl+C on an empty line. */
    readonly interrupted: string;
    /** After Ctrl+Z below a task runner. */
    readonly cannotSuspend: string;
    /** Prompt of a search in the input history; the line found follows. */
    searching(text: string, isFound: boolean): string;
    /** Question before a word is sent that is probably meant to leave; answered as {@linkcode sendLines}. */
    sendWord(word: string): string;
    /** Keys that mean yes. */
    readonly yes: string;
    readonly notSent: string;
    /** Separator between the messages of two days. */
    day(at: number): string;
    readonly queued: string;
    /** Why a line of standard input was not sent; `number` counts from 1. */
    lineNotText(number: number): string;
    notJson(line: string): string;
    unreadable(): string;
  };
}
