import type { CommandLineTexts } from "../texts/command_line.ts";
import { manualEn } from "./manual.ts";

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
    argumentTwice: (argument, flag) => `Give either '${argument}' or --${flag}, not both`,
    alsoNeeded: (flag, other) => `Flag --${flag} requires --${other}`,
    badValue: (source, value, expected) =>
      `Invalid value for ${source}: '${value}' (expected: ${expected})`,
    help: "show this help",
    version: "show the version",
    commands: "Commands:",
    flags: "Flags:",
    fallback: (shown) => `default ${shown}`,
    examples: "Examples:",
    cannotWrite: (reason) => `Cannot write the output: ${reason}`,
    unknownShell: (shell, shells) => `Unknown shell: '${shell}' (expected: ${shells.join(", ")})`,
    environment: "Every flag can also be set by a variable: CHAT_PORT for --port.",
  },
  subcommands: {
    serve: "Run the server.\n\nUsage: chat serve [flags]",
    connect: "Connect to a server; without a terminal, send each line of standard input.\n\n" +
      "Usage: chat connect [HOST[:PORT]] [flags]",
    export: "Export the stored messages as JSON, one per line.\n\nUsage: chat export [flags]",
    import: "Import what chat export wrote into a database without messages.\n\n" +
      "Usage: chat import [flags] < FILE",
    user: "Manage accounts and server operators, even while the server runs.\n\n" +
      "Usage: chat user add|passwd|remove|op|deop NAME [flags]\n       chat user list [flags]",
    link: "Print the address of the web page, or of a room on it, with its QR code.\n\n" +
      "Usage: chat link URL [ROOM] [flags]",
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
        "chat connect 192.168.1.10 --name Alice --room jogos",
        "connect as Alice and join #jogos",
      ],
      [
        "chat connect chat.example.org:4000 --tls --ca ca.pem",
        "use TLS and trust the authority in ca.pem",
      ],
      [
        "chat connect --save-input",
        "keep what you type and your drafts for the next session, and which messages you have seen",
      ],
      ["chat connect --full", "rooms, messages and members on a full screen"],
      ["chat connect --plain", "one event per line, for screen readers"],
      ["echo hi | chat connect --name robot", "send one line and exit when it is acknowledged"],
    ],
    import: [["chat export --private --changes | chat import --db new.db", "copy all messages"]],
    link: [[
      "chat link http://192.168.1.10:8080 jogos",
      "show a link to #jogos, large enough for a projector",
    ]],
    completions: [
      ["source <(chat completions bash)", "in ~/.bashrc"],
      ["source <(chat completions zsh)", "in ~/.zshrc, after compinit"],
      ["chat completions fish | source", "in ~/.config/fish/config.fish"],
    ],
    man: [["chat man | man -l -", "show the manual"]],
  },
  manual: manualEn,
  placeholders: {},
  flags: {
    serveHost: "address to listen on; 0.0.0.0 for all",
    servePort: "port to listen on; 0 for any free port",
    db: "SQLite file, postgres:// URL or :memory: for messages and accounts",
    cluster:
      "NATS server of a cluster of nodes, as in nats://10.0.0.5:4222; requires --node and --db postgres://…",
    natsCa: "authority to trust for NATS, as PEM; connections to NATS are then encrypted",
    natsCredentials:
      "credentials file for NATS: a JWT and an NKEY seed, as nsc generate creds writes it",
    node: "name of this node, unique in the cluster",
    keepMessages: "messages to keep in each room; 0 keeps all (1,000 with :memory:)",
    keepDays: "days to keep messages; 0 keeps them forever",
    editWindow:
      "how long authors may edit and delete their messages: 30s, 15m, 24h, 7d, 0 (never) or unlimited",
    lang: "language",
    exportRoom: "export only this room",
    exportPrivate: "also export private messages",
    exportChanges: "export messages as they were sent, each change to one, and identities",
    certHost: "name or address by which clients reach the server; may be given several times",
    certOut: "directory for the files; an authority that is there is used again",
    certDays: "days for which the certificate is valid",
    certForce: "replace the server's certificate and key, but never the authority",
    tlsCert: "certificate for TLS and its chain, as PEM; see chat cert",
    tlsKey: "private key of the certificate, as PEM",
    web: "serve the web page and its WebSocket at this address, by default that of --host",
    webOrigin:
      "origin that may open a WebSocket, instead of the page's own; may be given several times",
    proxyProtocol:
      "address or network of proxies whose connections begin with a PROXY header; may be given several times",
    trustedProxy:
      "address or network of proxies whose X-Forwarded-For or Forwarded names the client; may be given several times",
    metrics: "serve /metrics (Prometheus) and /healthz at this address, by default 127.0.0.1",
    maxFrame: "largest frame accepted",
    allowPlaintextPasswords: "accept passwords from other machines without TLS",
    rate: "messages per second from each client after a burst; the others wait; 0 for no limit",
    log: "format of the log",
    announceLimit: "largest room in which joins and leaves are announced to everyone",
    handshakeTimeout: "seconds to sign in",
    readTimeout: "seconds to finish sending a frame",
    pingInterval: "seconds of silence before a ping",
    writeTimeout: "disconnect a client that accepts no data for this many seconds",
    maxSendQueue: "disconnect a client when more than this waits to be sent to it",
    burst: "messages accepted at once from each client",
    floodWindow: "disconnect a client that exceeds the rate for this many seconds",
    maxHandshake: "largest frame accepted before a client signs in",
    maxText: "longest message, in characters, if it fits in a frame",
    maxName: "longest user name, in characters",
    maxRoom: "longest room name, in characters",
    maxRooms: "rooms that a client may be in at once",
    maxTotalSendQueue:
      "disconnect the client with the longest queue when more than this waits in all queues",
    maxPings: "disconnect a client after this many unanswered pings",
    maxConnections: "connections in all; 0 for as many as the system allows",
    maxPending:
      "connections that have not signed in; above this, the oldest that stay silent for four seconds are disconnected",
    maxPerAddress: "connections from one address, or one IPv6 network (/64)",
    maxPerMinute: "new connections per minute from one address",
    maxRegistrations:
      "accounts registered per hour from one address, and 2.5 times as many per day",
    limitLoopback: "apply the limits of one address to connections from this machine, too",
    connectHost: "address of the server, or several to choose from: a,b:4000,[::1]:4000",
    connectPort: "port of the server",
    passwordFile: "file with the password of the account; or set CHAT_PASSWORD",
    name: "your name; asked for if not given",
    room: "room to enter",
    tls: "encrypt the connection and verify the server's certificate",
    ca: "authority to trust, as PEM, besides the public ones; see chat cert",
    serverName: "name that the certificate must be for, instead of --host",
    color: "when to use colours; auto follows the terminal and NO_COLOR",
    saveInput:
      "keep what you type and your drafts for the next session, but no passwords or invitation codes",
    full: "rooms, messages and members on a full screen",
    plain: "write one event per line and never redraw; for screen readers",
    split: "split lines of standard input that are too long for one message",
    json: "send and receive JSON, one message per line",
  },
};
