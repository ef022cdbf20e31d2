/**
 * The types of a catalogue: which texts every language must have. A missing one fails the type check.
 *
 * Nothing here has a text.
 *
 * @module
 */
import type { ErrorCode } from "../../protocol/messages/error_code.ts";
import type { BellMode, CommandGroup } from "../../protocol/commands/command_entry.ts";
import type { CommandName } from "../../protocol/commands/command_name.ts";
import type { CommandLineTexts } from "./command_line.ts";
import type { ModerationTexts } from "./moderation.ts";

/** What the program says, in one language. Every language has every text, or the type check fails. */
export interface Catalogue extends CommandLineTexts {
  /** The server's own log, and why it cannot start. */
  readonly log: {
    listening(address: string): string;
    webListening(url: string): string;
    metricsListening(url: string): string;
    connected(host: string, port: number): string;
    refused(host: string, reason: string): string;
    /** At the end of a line: how many more such events there were since a time of day. */
    more(count: number, since: string): string;
    disconnected(host: string, port: number, name: string, reason: string): string;
    stopping(): string;
    /** How many messages were lost as the database did not take them. */
    notStored(count: number): string;
    stopped(): string;
    /** That the database has less than was stored, and the path of a copy of it. */
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
  /** Of what there are too many, where somebody is not let in. */
  readonly connectionLimits: {
    readonly overAll: string;
    fromAddress(most: number): string;
    tooManyPending(most: number): string;
  };
  /** What is wrong with certificates and their keys, on either side. */
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
    readonly turnedAway: string;
    wrongName(name: string, names: readonly string[]): string;
    readonly unknownAuthority: string;
    readonly badSignature: string;
    readonly isAuthority: string;
    readonly expired: string;
    readonly notYet: string;
  };
  /** What `chat export` says. */
  readonly export: {
    nothingSaid(room: string): string;
  };
  /** What `chat cert` says. */
  readonly cert: {
    readonly noHost: string;
    exists(file: string): string;
    authorityEnds(file: string, days: number): string;
    failed(directory: string, reason: string): string;
    made(files: MadeCertificate): string;
  };
  /** What the server says in a session. */
  readonly chat: {
    joined(room: string): string;
    left(room: string): string;
    rooms(rooms: readonly { readonly name: string; readonly members: number }[]): string;
    /** Lists rooms without members, each with the time of its last message and its topic. */
    storedRooms(rooms: readonly string[]): string;
    members(room: string, names: readonly string[]): string;
    renamed(name: string): string;
    /** Said to a guest whose name is an account's now. */
    displaced(from: string, name: string): string;
    /** Of what there are too many in a search. */
    searchWords(count: number, most: number): string;
    registered(name: string): string;
    loggedIn(name: string): string;
    readonly passwordChanged: string;
    loggedOut(name: string): string;
    /** Begins the name of somebody who has none of their own; letters only. */
    readonly guest: string;
    history(where: string, count: number): string;
    noHistory(where: string): string;
    found(count: number): string;
    /** After what was found by a search that took too long. */
    readonly foundPartly: string;
    readonly privately: string;
    /** How a command is written. */
    usage(form: string): string;
    readonly goodbye: string;
    readonly shuttingDown: string;
    readonly moving: string;
    readonly replaced: string;
    readonly accountChanged: string;
    readonly error: string;
    readonly system: string;
  };
  /** What `chat user` says. */
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
  /** What is said of looking after rooms. */
  readonly moderation: ModerationTexts;
  /** What was refused and why; each takes the value it is about. */
  readonly errors: Readonly<Record<ErrorCode, (value: string) => string>>;
  /** What stands above each group of commands, for `/help`. */
  readonly groups: Readonly<Record<CommandGroup, string>>;
  /** What each command does, for `/help`. */
  readonly commands: Readonly<
    Record<CommandName, { readonly form: string; readonly help: string }>
  >;
  /** What the terminal client says of itself. */
  readonly client: {
    connected(address: string): string;
    cannotConnect(address: string, reason: string): string;
    readonly askName: string;
    readonly askPassword: string;
    readonly askNewPassword: string;
    readonly askAgain: string;
    readonly passwordsDiffer: string;
    readonly notInLine: string;
    /** Why a text is not taken that another program wrote. */
    readonly notUtf8: string;
    cannotRead(path: string, reason: string): string;
    readonly prompt: string;
    readonly nameMissing: string;
    passwordNeeded(name: string): string;
    joined(name: string, room: string): string;
    left(name: string, room: string): string;
    renamed(from: string, name: string): string;
    lost(wait: string): string;
    back(count: number): string;
    historyGap(room: string): string;
    recentEnd(room: string): string;
    /** What `/history` shows when it is asked again. */
    earlier(room: string, count: number): string;
    /** A day and a time, where one is; from Unix milliseconds. */
    moment(at: number): string;
    cannotRemember(path: string, reason: string): string;
    readonly help: string;
    tryingAt(time: string): string;
    readonly connecting: string;
    readonly tryingAgain: string;
    readonly waiting: string;
    watching(room: string): string;
    unwatched(room: string): string;
    notWatching(room: string): string;
    bell(mode: BellMode): string;
    /** Asks before many lines are sent; the answer is a key. */
    sendLines(count: number): string;
    /** The keys that say yes to it. */
    readonly yes: string;
    readonly notSent: string;
    /** A day, between what was said on it and before. */
    day(at: number): string;
    readonly queued: string;
    /** Why a line of the input was not sent, counted from 1. */
    lineNotText(number: number): string;
    notJson(line: string): string;
    unreadable(): string;
  };
}

/** What `chat cert` made, by its files. */
export interface MadeCertificate {
  readonly authority: string;
  readonly authorityKey: string;
  /** Whether the authority was made, too, or was there. */
  readonly isNew: boolean;
  readonly cert: string;
  readonly key: string;
  /** The names and addresses that the certificate is for. */
  readonly hosts: readonly string[];
  /** The last day of the certificate. */
  readonly until: string;
}
