/** What is said of the command line, in one language. */
export interface CommandLineTexts {
  /** The command line: errors in it, and the help. */
  readonly usage: {
    readonly program: string;
    unknownCommand(command: string): string;
    unknownFlag(flag: string): string;
    unexpected(argument: string): string;
    twice(flag: string): string;
    notBoth(flag: string, other: string): string;
    alsoNeeded(flag: string, other: string): string;
    badValue(source: string, value: string, expected: string): string;
    /** The default of a flag, in brackets after what it does. */
    fallback(shown: string): string;
    readonly help: string;
    readonly version: string;
    readonly commands: string;
    readonly flags: string;
    readonly environment: string;
    readonly examples: string;
    unknownShell(shell: string, shells: readonly string[]): string;
  };
  /** What each subcommand does: a line for the list of them, and how it is used. */
  readonly subcommands: Readonly<Record<Subcommand, string>>;
  /** How a subcommand is used, for its help: command lines, and what each does. */
  readonly examples: Readonly<
    Partial<Record<Subcommand, readonly (readonly [line: string, what: string])[]>>
  >;
  /** The headings of the manual page, and what stands under them. */
  readonly manual: {
    readonly name: string;
    readonly synopsis: string;
    /** What comes after the program's name. */
    readonly form: string;
    readonly commands: string;
    readonly typed: string;
    readonly environment: string;
    readonly exitStatus: string;
    /** What the exit codes mean, from 0 on. */
    readonly exitCodes: readonly string[];
  };
  /** What each flag does. */
  readonly flags: Readonly<Record<FlagText, string>>;
}

/** What the program is told to do by its first argument. */
export type Subcommand = "serve" | "connect" | "export" | "user" | "cert" | "completions" | "man";

/** The flags that have a text. */
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
  | "exportRoom"
  | "exportPrivate"
  | "lang"
  | "certHost"
  | "certOut"
  | "certDays"
  | "certForce"
  | "tlsCert"
  | "tlsKey"
  | "web"
  | "webOrigin"
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
  | "plain"
  | "saveInput"
  | "split"
  | "json";
