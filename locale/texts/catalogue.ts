/**
 * The types of a catalogue: the texts that every language must have. A missing one fails the type check.
 *
 * No text is here.
 *
 * @module
 */
import type { ErrorCode } from "../../protocol/messages/error_code.ts";
import type {
  ArgumentName,
  BellMode,
  CommandGroup,
} from "../../protocol/commands/command_entry.ts";
import type { CommandName } from "../../protocol/commands/commands.ts";
import type { CommandLineTexts } from "./command_line.ts";
import type { ModerationTexts } from "./moderation.ts";

/** All texts of the program in one language. */
export interface Catalogue extends ChatTexts, CommandLineTexts {}

/** The texts of one language without those of the command line, which the page does not need. */
export interface ChatTexts {
  /** The server's log, and errors while it starts. */
  readonly log: {
    listening(address: string): string;
    webListening(url: string): string;
    metricsListening(url: string): string;
    connected(host: string, port: number): string;
    refused(host: string, reason: string): string;
    /** Suffix of a line: the number of further such events since a time of day. */
    more(count: number, since: string): string;
    disconnected(host: string, port: number, name: string, reason: string): string;
    stopping(): string;
    /** The number of messages that were rejected because they could not be stored. */
    notStored(count: number): string;
    stopped(): string;
    /** Stored data was lost; `copy` is the path of a copy of the damaged files. */
    databaseDamaged(copy: string): string;
    acceptFailed(reason: string): string;
    cannotListen(address: string, reason: string): string;
    storeFailed(reason: string, failures: number): string;
    storeWorks(failures: number): string;
    busFailed(): string;
    busWorks(): string;
    busIgnored(count: number): string;
    nodeReplaced(): string;
    cannotJoin(reason: string): string;
    certificateRenewed(): string;
    certificateRefused(reason: string): string;
  };
  /** Names of the connection limits, in the error of a rejected connection. */
  readonly connectionLimits: {
    readonly overAll: string;
    fromAddress(most: number): string;
    tooManyPending(most: number): string;
  };
  /** Why a connection of a proxy, or of one that looks like a proxy, is refused; `shown` is what came, quoted. */
  readonly proxy: {
    /** A named proxy sent no PROXY header. */
    noHeader(shown: string): string;
    /** A PROXY header came from an address that is not named. */
    unnamed(shown: string): string;
    /** The headers of a trusted proxy name no address, or two. */
    badForwarded(shown: string): string;
  };
  /** Errors of certificates and keys, in servers and clients. */
  readonly tls: {
    unreadable(file: string, reason: string): string;
    noCertificate(file: string): string;
    noKey(file: string): string;
    mismatch(certificate: string, key: string): string;
    hasPassphrase(key: string): string;
    weakKey(key: string): string;
    wrongOrder(certificates: string, place: number): string;
    unusable(certificate: string, key: string, reason: string): string;
    readonly expected: string;
    readonly notSpoken: string;
    readonly rejected: string;
    wrongName(name: string, names: readonly string[]): string;
    readonly unknownAuthority: string;
    readonly badSignature: string;
    readonly isAuthority: string;
    readonly expired: string;
    readonly notYet: string;
  };
  /** Errors of `chat export`. */
  readonly export: {
    nothingSaid(room: string): string;
  };
  /** Output and errors of `chat cert`. */
  readonly cert: {
    readonly noHost: string;
    exists(file: string): string;
    authorityEnds(file: string, days: number): string;
    failed(directory: string, reason: string): string;
    made(files: MadeCertificate): string;
  };
  /** Texts of a session. */
  readonly chat: {
    joined(room: string): string;
    left(room: string): string;
    rooms(rooms: readonly { readonly name: string; readonly members: number }[]): string;
    /** Lists rooms without members, each with the time of its last message and its topic. */
    storedRooms(rooms: readonly string[]): string;
    members(room: string, names: readonly string[]): string;
    /** To a text client, when another client asks for its name. */
    nameAskedFor(name: string): string;
    renamed(name: string): string;
    /** To a guest whose name another session registered. */
    displaced(from: string, name: string): string;
    /** A search with too many words. */
    searchWords(count: number, most: number): string;
    registered(name: string): string;
    loggedIn(name: string): string;
    readonly passwordChanged: string;
    loggedOut(name: string): string;
    /** Prefix of the names that the server gives to guests; letters only. */
    readonly guest: string;
    history(where: string, count: number): string;
    noHistory(where: string): string;
    found(count: number): string;
    /** After the results of a search that ended early. */
    readonly foundPartly: string;
    readonly privately: string;
    /** Formats Unix milliseconds as a local time of day. */
    time(at: number): string;
    /** Before the new text of a message; `moment` is when the message was sent. */
    edited(name: string, moment: string | undefined): string;
    /** Before a period, or a colon and the reason; `author` is the name of another user. */
    deleted(by: string, author: string | undefined, moment: string | undefined): string;
    /** The sender of a reply; without `to`, the message that it answers is gone. */
    replying(from: string, to: string | undefined): string;
    /** `not_found` of a message. */
    noMessage(id: number, where: string): string;
    /** A message has no room for another emoji. */
    emojiLimit(most: number): string;
    /** Why a member may not change a message. */
    readonly refusedChange: {
      readonly edit: string;
      readonly delete: string;
      /** Of a private message. */
      readonly deleteDirect: string;
      late(time: string): string;
      readonly never: string;
    };
    /** The form of a command, after a wrong one. */
    usage(form: string): string;
    readonly goodbye: string;
    readonly shuttingDown: string;
    readonly moving: string;
    readonly replaced: string;
    readonly accountChanged: string;
    readonly error: string;
    readonly system: string;
  };
  /** Output and errors of `chat user`. */
  readonly user: {
    added(name: string): string;
    changed(name: string): string;
    removed(name: string): string;
    opped(name: string): string;
    deopped(name: string): string;
    noSuchAccount(name: string): string;
    noDatabase(path: string): string;
    unknownAction(word: string): string;
    readonly notInMemory: string;
    readonly passwordMissing: string;
  };
  readonly moderation: ModerationTexts;
  /** Texts of the error codes; each takes the value at fault. */
  readonly errors: Readonly<Record<ErrorCode, (value: string) => string>>;
  /** Headings of the groups of commands in `/help`. */
  readonly groups: Readonly<Record<CommandGroup, string>>;
  /** Words for the arguments of commands. */
  readonly arguments: Readonly<Record<ArgumentName, string>>;
  /** What each command does, for `/help`. */
  readonly commands: Readonly<Record<CommandName, string>>;
  /** Texts of the terminal client. */
  readonly client: {
    connected(address: string): string;
    cannotConnect(address: string, reason: string): string;
    /** Reason for {@linkcode cannotConnect}: no answer within so many seconds. */
    noAnswer(seconds: number): string;
    /** Reason for {@linkcode cannotConnect}: the server closed the connection. */
    readonly closedEarly: string;
    readonly askName: string;
    readonly askPassword: string;
    readonly askNewPassword: string;
    readonly askAgain: string;
    readonly passwordsDiffer: string;
    readonly notInLine: string;
    /** Reason for rejecting piped text. */
    readonly notUtf8: string;
    cannotRead(path: string, reason: string): string;
    readonly prompt: string;
    readonly nameMissing: string;
    passwordNeeded(name: string): string;
    joined(name: string, room: string): string;
    left(name: string, room: string): string;
    renamed(from: string, name: string): string;
    lost(wait: string): string;
    /** An attempt to reconnect failed. */
    failed(error: string, wait: string): string;
    /** After the reason why the server refuses the session; `form` is the command for another name. */
    retrying(form: string): string;
    returning(name: string): string;
    /** As `lost`, if the server stopped answering. */
    silent(wait: string): string;
    back(count: number): string;
    historyGap(room: string): string;
    recentEnd(room: string): string;
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
    /** Status while disconnected, with the reason of the last failed attempt. */
    tryingAt(time: string, error: string | undefined): string;
    readonly connecting: string;
    readonly tryingAgain: string;
    readonly waiting: string;
    /** Status while messages wait because the server reads no faster. */
    paced(count: number): string;
    /** How many messages were not sent when the user left; `first` is the quoted text of the first. */
    unsent(count: number, first: string): string;
    /** From which text on a piped input was not sent when a signal ended the client. */
    unsentFrom(first: string): string;
    watching(room: string): string;
    unwatched(room: string): string;
    notWatching(room: string): string;
    bell(mode: BellMode): string;
    /** Question before many lines are sent; the answer is a key. */
    sendLines(count: number): string;
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

/** The result of `chat cert`. */
export interface MadeCertificate {
  readonly authority: string;
  readonly authorityKey: string;
  /** Whether the authority was created, too, instead of used again. */
  readonly isNew: boolean;
  readonly cert: string;
  readonly key: string;
  /** Names and addresses of the certificate. */
  readonly hosts: readonly string[];
  /** Last day on which the certificate is valid. */
  readonly until: string;
}
