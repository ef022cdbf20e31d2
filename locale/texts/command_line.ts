import type { ManualTexts } from "./manual.ts";

/** Texts of the command line in one language. */
export interface CommandLineTexts {
  /** Errors in a command line, and parts of the help. */
  readonly usage: {
    readonly program: string;
    unknownCommand(command: string): string;
    unknownFlag(flag: string): string;
    unexpected(argument: string): string;
    twice(flag: string): string;
    notBoth(flag: string, other: string): string;
    /** The value of a flag is given with and without its name. */
    argumentTwice(argument: string, flag: string): string;
    alsoNeeded(flag: string, other: string): string;
    badValue(source: string, value: string, expected: string): string;
    /** The default of a flag, shown in parentheses after its help. */
    fallback(shown: string): string;
    readonly help: string;
    readonly version: string;
    readonly commands: string;
    readonly flags: string;
    readonly environment: string;
    readonly examples: string;
    /** The output cannot be written, as on a full disk. */
    cannotWrite(reason: string): string;
    unknownShell(shell: string, shells: readonly string[]): string;
  };
  /** Help of each subcommand: one line about its purpose, an empty line, and its usage. */
  readonly subcommands: Readonly<Record<Subcommand, string>>;
  /** Examples in the help: command lines with explanations. */
  readonly examples: Readonly<
    Partial<Record<Subcommand, readonly (readonly [line: string, what: string])[]>>
  >;
  readonly manual: ManualTexts;
  /** Words in the placeholders of values that differ from the English ones, such as `PORTA` for `PORT`. */
  readonly placeholders: Readonly<Record<string, string>>;
  /** Help of each flag. */
  readonly flags: Readonly<Record<FlagText, string>>;
}

/** First argument of the program. */
export type Subcommand =
  | "serve"
  | "connect"
  | "export"
  | "import"
  | "user"
  | "cert"
  | "link"
  | "completions"
  | "man";

/** Keys of the flags' help. */
export type FlagText =
  | "serveHost"
  | "servePort"
  | "db"
  | "cluster"
  | "natsCa"
  | "natsCredentials"
  | "node"
  | "keepMessages"
  | "keepDays"
  | "editWindow"
  | "exportRoom"
  | "exportPrivate"
  | "exportChanges"
  | "lang"
  | "certHost"
  | "certOut"
  | "certDays"
  | "certForce"
  | "tlsCert"
  | "tlsKey"
  | "web"
  | "webOrigin"
  | "proxyProtocol"
  | "trustedProxy"
  | "metrics"
  | "maxFrame"
  | "rate"
  | "allowPlaintextPasswords"
  | "log"
  | "announceLimit"
  | "handshakeTimeout"
  | "readTimeout"
  | "pingInterval"
  | "writeTimeout"
  | "maxSendQueue"
  | "burst"
  | "floodWindow"
  | "maxHandshake"
  | "maxText"
  | "maxName"
  | "maxRoom"
  | "maxRooms"
  | "maxTotalSendQueue"
  | "maxPings"
  | "maxConnections"
  | "maxPending"
  | "maxPerAddress"
  | "maxPerMinute"
  | "maxRegistrations"
  | "limitLoopback"
  | "connectHost"
  | "passwordFile"
  | "connectPort"
  | "name"
  | "room"
  | "tls"
  | "ca"
  | "serverName"
  | "color"
  | "full"
  | "plain"
  | "saveInput"
  | "split"
  | "json";
