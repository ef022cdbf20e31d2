/**
 * The texts in English. They are data and functions from values to text, without other logic.
 *
 * @module
 */
import type { ChatTexts } from "../texts/catalogue.ts";
import { timeFormat } from "../texts/time_format.ts";
import { moderationCommandsEn, moderationEn } from "./moderation.ts";

/** The texts of a chat, and of the server. */
export const chatEn: ChatTexts = {
  log: {
    listening: (address) => `[LISTENING] Server at ${address}`,
    webListening: (url) => `[WEB] Page at ${url}`,
    metricsListening: (url) => `[METRICS] Metrics at ${url}`,
    connected: (host, port) => `[NEW CONNECTION] ('${host}', ${port}) connected.`,
    refused: (host, reason) => `[REJECTED] ${host}: ${reason}`,
    more: (count, since) => `(${count} more since ${since})`,
    disconnected: (host, port, name, reason) =>
      `[DISCONNECTED] ('${host}', ${port})${name && ` ${name}`}: ${reason}`,
    stopping: () => "[STOPPING] The server accepts no new connections.",
    notStored: (count) =>
      count === 1
        ? "[NOT STORED] 1 message could not be stored in time. It was not acknowledged."
        : `[NOT STORED] ${count} messages could not be stored in time. None of them was acknowledged.`,
    stopped: () => "[STOPPED] Goodbye!",
    databaseDamaged: (copy) =>
      `[DAMAGED] The database lacks messages or accounts that were stored. The server goes on with the rest; a copy of the database as it was found is ${copy}.`,
    acceptFailed: (reason) => `[ERROR] Cannot accept a connection: ${reason}`,
    cannotListen: (address, reason) => `Cannot listen on ${address}: ${reason}`,
    storeFailed: (reason, failures) => `[ERROR] Database failure (${failures}): ${reason}`,
    storeWorks: (failures) => `[OK] The database works again (failures meanwhile: ${failures}).`,
    busFailed: () =>
      "[NATS] Disconnected. Messages from other nodes are delayed until it reconnects.",
    busWorks: () => "[NATS] Reconnected.",
    busIgnored: (count) =>
      `[NATS] Ignored messages that no node can have sent: ${count}. Let only the nodes publish.`,
    nodeReplaced: () => "[ERROR] Another process runs as this node; this one stops.",
    cannotJoin: (reason) => `Cannot join the cluster: ${reason}`,
    certificateRenewed: () => "[TLS] New certificate in use for new connections.",
    certificateRefused: (reason) => `[ERROR] Keeping the old certificate: ${reason}`,
  },
  connectionLimits: {
    overAll: "connections to this server",
    fromAddress: (most) => `connections from your address (at most ${most})`,
    tooManyPending: (most) => `connections that have not signed in (at most ${most})`,
  },
  proxy: {
    noHeader: (shown) => `no PROXY header, though --proxy-protocol names this address: ${shown}`,
    unnamed: (shown) =>
      `PROXY header, though --proxy-protocol does not name this address: ${shown}`,
    badForwarded: (shown) => `cannot tell the client from ${shown}`,
  },
  tls: {
    unreadable: (file, reason) => `Cannot read ${file}: ${reason}`,
    noCertificate: (file) =>
      `No certificate in ${file} (expected PEM: -----BEGIN CERTIFICATE-----)`,
    noKey: (file) => `No private key in ${file} (expected PEM: -----BEGIN PRIVATE KEY-----)`,
    mismatch: (certificate, key) =>
      `The key in ${key} does not belong to the certificate in ${certificate}`,
    hasPassphrase: (key) =>
      `The key in ${key} has a passphrase; remove it with openssl pkey -in ${key} -out NEW.pem`,
    weakKey: (key) =>
      `The RSA key in ${key} is too weak for TLS: use at least 2,048 bits, or chat cert`,
    wrongOrder: (certificates, place) =>
      `The certificates in ${certificates} are in the wrong order: the server's (now number ${place}) must come first, and each must be followed by its issuer's`,
    unusable: (certificate, key, reason) => `Cannot use ${certificate} with ${key}: ${reason}`,
    expected: "the server uses TLS: add --tls",
    notSpoken: "the server does not use TLS: omit --tls",
    rejected: "the server rejects connections from this address for now: too many, or too fast",
    wrongName: (name, names) =>
      `the server's certificate is for ${names.join(", ")}, not for ${name}: ` +
      "give one of these as --host or --server-name",
    unknownAuthority:
      "the server's certificate is of an unknown authority: get ca.pem from the server's operator and give it as --ca",
    badSignature:
      "the signature of the server's certificate is wrong: --ca names the ca.pem of another authority with the same name, or an RSA key of the server has less than 2,048 bits",
    isAuthority:
      "the server uses an authority's certificate as its own: its operator can create one with chat cert",
    expired:
      "the server's certificate has expired: its operator must renew it, or the clock here is wrong",
    notYet: "the server's certificate is not valid yet: the clock here or on the server is wrong",
  },
  export: {
    nothingSaid: (room) => `There are no messages in ${room}`,
  },
  cert: {
    noHost: "Give the name or address of the server: --host NAME",
    exists: (file) => `${file} already exists; replace it with --force`,
    authorityEnds: (file, days) =>
      `The authority in ${file} expires in ${days} days: use fewer --days, or move its files away to create a new one`,
    failed: (directory, reason) => `Cannot create a certificate in ${directory}: ${reason}`,
    made: ({ authority, authorityKey, isNew, cert, key, hosts, until }) =>
      [
        `Authority:   ${authority} (${isNew ? "new" : "existing"})`,
        `Certificate: ${cert}, until ${until}, for ${hosts.join(", ")}`,
        "",
        "On the server:",
        `  chat serve --host 0.0.0.0 --tls-cert ${cert} --tls-key ${key}`,
        `Clients need a copy of ${authority}:`,
        `  chat connect --host ${hosts[0]} --tls --ca ${authority}`,
        "",
        `Keep ${authorityKey} and ${key} secret.`,
      ].join("\n"),
  },
  chat: {
    joined: (room) => `You joined ${room}.`,
    left: (room) => `You left ${room}.`,
    storedRooms: (rooms) => `Empty rooms: ${rooms.join(", ")}`,
    rooms: (rooms) =>
      `Active rooms: ${rooms.map(({ name, members }) => `${name} (${members})`).join(", ")}`,
    members: (room, names) => `In ${room}: ${names.join(", ")}`,
    nameAskedFor: (name) =>
      `Another client asked for the name ${name}. It stays yours while you are connected.`,
    renamed: (name) => `You are now known as ${name}.`,
    searchWords: (count, most) => `${count} words in one search (at most ${most})`,
    displaced: (from, name) => `The name ${from} is now registered: you are now known as ${name}.`,
    registered: (name) => `The name ${name} is now yours.`,
    loggedIn: (name) => `You are logged in as ${name}.`,
    passwordChanged: "Your password is changed.",
    loggedOut: (name) => `You are logged out, and now known as ${name}.`,
    guest: "guest",
    history: (where, count) =>
      count === 1 ? `Last message of ${where}:` : `Last ${count} messages of ${where}:`,
    noHistory: (where) => `There are no messages in ${where} yet.`,
    found: (count) =>
      count === 0
        ? "Nothing found."
        : count === 1
        ? "1 message found:"
        : `${count} messages found:`,
    foundPartly: "The search took too long and ended early: this may not be all.",
    privately: "private",
    time: timeFormat("en", { timeStyle: "short", hourCycle: "h23" }),
    edited: (name, moment) => `${name} edited${moment ? ` (${moment})` : ""}`,
    deleted: (by, author, moment) =>
      `${by} deleted a message${author ? ` by ${author}` : ""}${moment ? ` (${moment})` : ""}`,
    replying: (from, to) => to ? `${from}, replying to ${to}` : `${from}, replying`,
    noMessage: (id, where) => `Message ${id} of ${where} does not exist or was deleted.`,
    emojiLimit: (most) => `a message has ${most} different emoji at most`,
    refusedChange: {
      edit: "only the author of a message may edit it.",
      delete: "only the author of a message or an operator may delete it.",
      deleteDirect: "only the author of a message may delete it.",
      late: (time) => `you may change a message of yours only within ${time} of sending it.`,
      never: "a message that was sent cannot be changed on this server.",
    },
    usage: (form) => `Usage: ${form}`,
    goodbye: "Goodbye!",
    shuttingDown: "The server is shutting down.",
    moving: "This server stops; another one goes on. Connect again.",
    replaced: "You came in again over another connection.",
    accountChanged: "Your account was changed or removed: log in again with its password.",
    error: "ERROR",
    system: "SYS",
  },
  user: {
    added: (name) => `Account ${name} added.`,
    changed: (name) => `Password of ${name} changed.`,
    removed: (name) => `Account ${name} removed.`,
    opped: (name) => `${name} is now a server operator.`,
    deopped: (name) => `${name} is no longer a server operator.`,
    noSuchAccount: (name) => `No account named '${name}'`,
    noDatabase: (path) => `Cannot open database ${path}: it does not exist`,
    unknownAction: (word) =>
      `Unknown action: '${word}' (expected: add, passwd, remove, op, deop or list)`,
    notInMemory: "Accounts in :memory: are lost when the server stops: give a database with --db",
    passwordMissing: "Without a terminal, give the password with --password-file or CHAT_PASSWORD",
  },
  moderation: moderationEn,
  errors: {
    bad_message: (value) => `Invalid message: ${value}`,
    unknown_type: (value) => `Unknown command: ${value} (see /help)`,
    hello_required: (value) => `Say your name first, and once: ${value}`,
    unsupported_version: (value) => `Unknown version of the protocol: ${value}`,
    bad_name: (value) =>
      `Invalid name: ${value} (letters of one script, digits, '_', '-' and '.', no spaces, up to the limit; none like the server's own)`,
    name_taken: (value) => `The name '${value}' is taken, or looks like one that is.`,
    password_required: (value) => `The name '${value}' asks for a password: /login ${value}`,
    wrong_password: () => "Wrong password.",
    bad_password: (value) => `A password has ${value} bytes.`,
    tls_required: () =>
      "Others could read a password on this connection: it is taken over TLS only.",
    logged_in: (value) => `You are logged in as ${value}: /logout first.`,
    not_logged_in: () => "You are not logged in: /login <name>.",
    bad_room: (value) =>
      `Invalid room: ${value} (letters of one script, digits, '_', '-' and '.', no spaces, up to the limit; none that looks like another room)`,
    not_in_room: (value) =>
      value ? `You are not in ${value}.` : "You are in no room: /join <room>.",
    no_such_user: (value) => `There is nobody called '${value}'.`,
    no_such_room: (value) => `There is no room ${value}.`,
    too_long: (value) => `Too long: ${value}`,
    bad_text: (value) => `Too many combining marks on one letter: ${value} at most.`,
    frame_too_large: (value) => `Frame too large: ${value}`,
    too_fast: (value) => `Too fast: wait ${value}.`,
    too_many: (value) => `Too many: ${value}`,
    not_stored: () => "The message was neither stored nor sent; say it again in a while.",
    busy: (value) =>
      value === ""
        ? "The server is busy; try again."
        : `Too many requests wait already (${value}); try again.`,
    forbidden: (value) => `Not allowed: ${value}`,
    muted: (value) => `You may not speak in ${value}.`,
    banned: (value) => `You are banned from ${value}.`,
    outcome_unknown: () =>
      "The connection was lost: what was asked about the account is not asked again, and may have been done or not. Look, and ask again if need be.",
    not_found: (value) => `Nothing to undo: ${value}`,
    slow_reader: (value) => `You read too slowly: ${value} were waiting for you.`,
    idle: () => "No answer for too long.",
    timeout: (value) => `Time is up: ${value}`,
    shutting_down: () => "The server is shutting down.",
  },
  groups: {
    rooms: "Rooms",
    messages: "Messages",
    account: "Name and account",
    moderation: "Looking after rooms",
    program: "Program",
  },
  arguments: {
    room: "room",
    user: "user",
    name: "name",
    nameOrAddress: "name or address",
    newName: "name",
    message: "message",
    terms: "terms",
    text: "text",
    reason: "reason",
    count: "n",
    id: "id",
    emoji: "emoji",
    minutes: "minutes",
    password: "password",
    oldPassword: "old",
    newPassword: "new",
  },
  commands: {
    join: "go to a room, made if there is none",
    watch: "follow one more room, and stay in yours",
    unwatch: "follow a room no more",
    list: "list the rooms: those with people, then empty ones",
    who: "tell who is in the room",
    msg: "speak to one person",
    nick: "change your name",
    history: "show the room's latest messages",
    search: "search the messages",
    me: "tell what you are doing: /me waves",
    reply: "reply to a message: -1 is the last one of the room, -2 the one before",
    edit: "change the text of a message of yours: -1 is your last one",
    delete: "delete a message of yours: -1 is your last one; operators delete any, by its id",
    react: "react to a message with an emoji; with - before the emoji, remove the reaction",
    register: "keep your name for yourself",
    login: "use a name that is registered",
    passwd: "change your password",
    logout: "go on without your registered name",
    bell: "when the bell rings: never, for you, for everybody",
    reconnect: "connect anew, at once",
    ...moderationCommandsEn,
    help: "show this help",
    quit: "disconnect (also: sair)",
  },
  client: {
    connected: (address) => `[OK] Connected to ${address}`,
    cannotConnect: (address, reason) => `Cannot connect to ${address}: ${reason}`,
    noAnswer: (seconds) => `the server did not answer within ${seconds} s`,
    closedEarly: "the server closed the connection without an answer",
    askName: "Enter your user name: ",
    askPassword: "Password: ",
    askNewPassword: "New password: ",
    askAgain: "The same again: ",
    passwordsDiffer: "The two are not the same; nothing is changed.",
    notInLine: "Give the command without the password, which is then asked for unseen.",
    notUtf8: "it is neither UTF-8 nor UTF-16 with a byte order mark",
    cannotRead: (path, reason) => `Cannot read ${path}: ${reason}`,
    prompt: "You: ",
    nameMissing: "Without a terminal, give the name with --name",
    passwordNeeded: (name) =>
      `The name '${name}' asks for a password: give it with --password-file or CHAT_PASSWORD`,
    joined: (name, room) => `${name} joined ${room}.`,
    left: (name, room) => `${name} left ${room}.`,
    renamed: (from, name) => `${from} is now known as ${name}.`,
    lost: (wait) => `Connection lost; trying again in ${wait}.`,
    failed: (error, wait) => `${error}; trying again in ${wait}.`,
    retrying: (form) => `Trying again; use ${form} to return under another name at once.`,
    returning: (name) => `Returning as ${name}…`,
    silent: (wait) => `The server stopped responding; trying again in ${wait}.`,
    back: (count) =>
      count === 0
        ? "Back; you missed nothing."
        : count === 1
        ? "Back; you missed 1 message, which is above."
        : `Back; you missed ${count} messages, which are above.`,
    historyGap: (room) => `Some of what was said in ${room} meanwhile was not kept.`,
    recentEnd: (room) => `End of the earlier messages of ${room}.`,
    earlier: (room, count) =>
      count === 0
        ? `There is nothing before that in ${room}.`
        : count === 1
        ? `The message before those in ${room}:`
        : `The ${count} messages before those in ${room}:`,
    reacted: ({ from, emoji, removed, author, id }) => {
      const message = author === undefined ? `message ${id}` : `${author}'s message`;
      return removed
        ? `${from} removed ${emoji} from ${message}`
        : `${from} reacted with ${emoji} to ${message}`;
    },
    wasEdited: "(edited)",
    moment: timeFormat("en", { dateStyle: "medium", timeStyle: "short", hourCycle: "h23" }),
    cannotRemember: (path, reason) => `Cannot keep what is typed in ${path}: ${reason}`,
    help: "Commands:",
    tryingAt: (time, error = "No connection") =>
      `${error}; trying again at ${time} (/reconnect tries now)`,
    connecting: "Connecting…",
    tryingAgain: "Connecting again…",
    waiting: "Waiting for the server…",
    paced: (count) =>
      count === 1
        ? "1 message is waiting, at the server's pace…"
        : `${count} messages are waiting, at the server's pace…`,
    unsentFrom: (first) => `Interrupted; not sent from ${first} on`,
    unsent: (count, first) =>
      count === 1
        ? `1 message was not sent: ${first}`
        : `${count} messages were not sent, starting with ${first}`,
    watching: (room) => `You follow ${room}.`,
    unwatched: (room) => `You are in ${room} only until you go to another room.`,
    notWatching: (room) => `You do not follow ${room}.`,
    bell: (mode) =>
      ({
        off: "The bell never rings.",
        msg: "The bell rings when somebody speaks to you or says your name.",
        all: "The bell rings at every message of others.",
      })[mode],
    sendLines: (count) => `Send ${count} lines in one message? [y/N]`,
    yes: "yY",
    notSent: "It was not sent; it is still in the line.",
    day: (at) => new Date(at).toLocaleDateString("en", { dateStyle: "full" }),
    queued: "No connection: it will be said when there is one again.",
    lineNotText: (number) =>
      `Line ${number} was not sent: it is neither UTF-8 nor UTF-16 with a byte order mark`,
    notJson: (line) => `Not a JSON object with a "type": ${line}`,
    unreadable: () => "The server sent something that cannot be understood.",
  },
};
