import type { CommandLineTexts } from "../texts/command_line.ts";

/** Texts of the command line in English. */
export const commandLineEn: CommandLineTexts = {
  usage: {
    program: "Self-hosted chat in one executable: server, terminal client and web page.\n\n" +
      "Usage: chat <command> [flags]",
    unknownCommand: (command) => `Unknown command: '${command}' (see chat --help)`,
    unknownFlag: (flag) => `Unknown flag: '${flag}' (see --help)`,
    unexpected: (argument) => `Unexpected argument: '${argument}' (see --help)`,
    twice: (flag) => `Flag given more than once: '--${flag}'`,
    notBoth: (flag, other) => `Flags --${flag} and --${other} cannot be used together`,
    alsoNeeded: (flag, other) => `Flag --${flag} requires --${other}`,
    badValue: (source, value, expected) =>
      `Invalid value for ${source}: '${value}' (expected: ${expected})`,
    help: "show this help",
    version: "show the version",
    commands: "Commands:",
    flags: "Flags:",
    fallback: (shown) => `default ${shown}`,
    examples: "Examples:",
    unknownShell: (shell, shells) => `Unknown shell: '${shell}' (expected: ${shells.join(", ")})`,
    environment: "Every flag can also be set by a variable: CHAT_PORT for --port.",
  },
  subcommands: {
    serve: "Run the server.\n\nUsage: chat serve [flags]",
    connect: "Connect to a server; without a terminal, send each line of standard input.\n\n" +
      "Usage: chat connect [flags]",
    export: "Write the stored messages, one JSON object a line.\n\nUsage: chat export [flags]",
    user: "Manage accounts and server operators, also while the server runs.\n\n" +
      "Usage: chat user add|passwd|remove|op|deop NAME [flags]\n       chat user list [flags]",
    completions: "Write a completion script for a shell.\n\n" +
      "Usage: chat completions bash|zsh|fish [flags]",
    man: "Write the manual page for man.\n\nUsage: chat man [flags]",
    cert: "Create a TLS certificate for the server.\n\n" +
      "Usage: chat cert --host NAME [--host NAME…] [flags]",
  },
  examples: {
    connect: [
      ["chat connect", "connect to the server on this machine; it asks for your name"],
      [
        "chat connect --host 192.168.1.10 --name Alice --room jogos",
        "connect as Alice and join #jogos",
      ],
      [
        "chat connect --host chat.example.org --tls --ca ca.pem",
        "use TLS and trust the authority in ca.pem",
      ],
      ["chat connect --remember", "keep what you type for the arrow keys of the next session"],
      ["chat connect --plain", "one event a line, for screen readers"],
      ["echo hi | chat connect --name robot", "send one line and exit when it is acknowledged"],
    ],
    completions: [
      ["source <(chat completions bash)", "in ~/.bashrc"],
      ["source <(chat completions zsh)", "in ~/.zshrc, after compinit"],
      ["chat completions fish | source", "in ~/.config/fish/config.fish"],
    ],
    man: [["chat man | man -l -", "show the manual"]],
  },
  manual: {
    name: "NAME",
    synopsis: "SYNOPSIS",
    form: "command [flags]",
    commands: "COMMANDS",
    typed: "IN THE CHAT",
    environment: "ENVIRONMENT",
    exitStatus: "EXIT STATUS",
    exitCodes: ["success", "the operation failed", "the command line is wrong"],
  },
  flags: {
    serveHost: "address to listen on",
    servePort: "port to listen on; 0 takes a free one",
    db: "where messages are kept: a file, :memory: or postgres://…",
    cluster:
      "run as one node of several, over this NATS, as in nats://10.0.0.5:4222; asks for --db postgres://… and --node",
    natsCa:
      "certificate of the authority that signed that of NATS, as PEM; its connections are then encrypted",
    natsCredentials:
      "credentials file for NATS: a JWT and an NKEY seed, as nsc generate creds writes it",
    node: "what this node is called; no two may be called the same",
    keepMessages: "latest messages to keep of each room; 0 keeps all, and with :memory: 1,000",
    keepDays: "days for which messages are kept; 0 is for ever",
    lang: "language",
    exportRoom: "only the messages of this room",
    exportPrivate: "private messages, too",
    certHost: "name or address by which the server is reached; may be given several times",
    certOut: "directory of the files; an authority that is there is used again",
    certDays: "days that the certificate is valid",
    certForce: "replace the server's certificate and key; an authority is never replaced",
    tlsCert: "certificate to encrypt with, as PEM, with those above it; see chat cert",
    tlsKey: "key of the certificate, as PEM",
    web:
      "address and port of the page for browsers, and of WebSocket at /ws; the address is that of --host if left out",
    webOrigin:
      "origin of a page that may connect, in place of the page's own; may be given several times",
    metrics:
      "address and port of /metrics (Prometheus) and /healthz; the address is 127.0.0.1 if left out",
    maxFrame: "largest frame accepted, in bytes",
    allowPlaintextPasswords: "take passwords from other machines without TLS too",
    rate:
      "messages a second from each person after those at once; what is faster is read more slowly; 0 is no limit",
    log: "form of the log",
    announceLimit: "largest room in which comings and goings are announced to everyone",
    handshakeTimeout: "seconds to say one's name",
    readTimeout: "seconds to finish a frame once begun",
    pingInterval: "seconds of silence before a ping",
    writeTimeout: "seconds in which a slow reader takes nothing before it is disconnected",
    maxSendQueue: "bytes that may wait for a slow reader",
    burst: "messages from each person that are taken at once",
    floodWindow: "seconds for which somebody may go on without a pause faster than that",
    maxHandshake: "largest frame before a name was said, in bytes",
    maxText: "longest text, in characters, as far as a frame carries it",
    maxName: "longest name of a person, in characters",
    maxRoom: "longest name of a room, in characters",
    maxRooms: "rooms that a session may be in at a time",
    maxTotalSendQueue:
      "bytes that may wait for all readers together; of more, whoever has most has to go",
    maxPings: "pings without an answer after which a connection is taken for gone",
    maxConnections: "connections over all; 0 is as many as the system lets a program have",
    maxPending:
      "connections without a name; above this, the oldest that say none within a second are disconnected",
    maxPerAddress: "connections from one address at a time; of IPv6, from one network (/64)",
    maxPerMinute: "new connections from one address in a minute",
    maxRegistrations: "accounts registered from one address in an hour; 2.5 times as many in a day",
    limitLoopback: "hold connections from this machine to the limits of one address, too",
    connectHost: "address of the server, or several: a,b:4000,[::1]:4000; any of them will do",
    connectPort: "port of the server",
    passwordFile: "file with the password of a registered name; or give it as CHAT_PASSWORD",
    name: "your name; asked for if left out",
    room: "room to begin in",
    tls: "encrypt, and make sure that the server is the one that is meant",
    ca: "authority that may sign the server's certificate, as PEM; see chat cert",
    serverName: "name that the certificate must be for, where it is not that of --host",
    color: "colours: where the terminal has them and NO_COLOR does not say no, always, or never",
    saveInput: "keep what is typed, without passwords, for the arrows of the next time",
    plain: "draw nothing twice: one event a line, without colours; for screen readers",
    split: "say a piped line that is too long for a message in several",
    json: "speak JSON, one message a line, for programs",
  },
};
