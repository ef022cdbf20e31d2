import type { ServerTexts } from "../texts/server.ts";

/** The texts of the server, and of certificates, accounts and the export. */
export const serverEn: ServerTexts = {
  log: {
    listening: (address) => `[LISTENING] Server at ${address}`,
    webListening: (url) => `[WEB] Page at ${url}`,
    metricsListening: (url) => `[METRICS] Metrics at ${url}`,
    connected: (host, port) => `[NEW CONNECTION] ('${host}', ${port}) connected.`,
    rejected: (host, reason) => `[REJECTED] ${host}: ${reason}`,
    more: (count, since) => `(${count} more since ${since})`,
    disconnected: (host, port, name, reason) =>
      `[DISCONNECTED] ('${host}', ${port})${name && ` ${name}`}: ${reason}`,
    endings: {
      quit: "left",
      closed: "connection closed",
      BadResource: "connection closed",
      ConnectionReset: "connection reset",
      ConnectionAborted: "connection reset",
      BrokenPipe: "connection reset",
      UnexpectedEof: "connection closed in the middle of a frame",
      TimedOut: "connection timed out",
      replaced: "signed in over another connection",
      name_taken: "name taken",
      account_changed: "account changed",
      moving: "moved to another server",
      shutting_down: "server shutting down",
      banned: "banned",
      forbidden: "not allowed",
      busy: "server busy",
      too_many: "too many connections",
      too_fast: "too fast",
      frame_too_large: "frame too large",
      bad_message: "invalid message",
      slow_reader: "too slow to receive",
      idle: "no answer",
      timeout: "time is up",
    },
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
      `[NATS] Ignored messages that no node can have sent: ${count}. Only the nodes should be allowed to publish.`,
    nodeReplaced: () => "[ERROR] Another process is running as this node; this one stops.",
    cannotJoin: (reason) => `Cannot join the cluster: ${reason}`,
    certificateRenewed: () => "[TLS] New certificate in use for new connections.",
    certificateRefused: (reason) => `[ERROR] Keeping the old certificate: ${reason}`,
  },
  nats: {
    failed: (servers, reason) => `NATS at ${servers}: ${reason}`,
    rejected: "it rejects the name, password or credentials of this node",
    noTls: "it does not use TLS, which tls:// or --nats-ca requires",
    untrusted: (fault) => `its certificate cannot be trusted (${fault}); see --nats-ca`,
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
    rejected:
      "the server is rejecting connections from this address for now: there are too many, or they come too fast",
    wrongName: (name, names) =>
      `the server's certificate is for ${names.join(", ")}, not for ${name}: ` +
      "use one of these as --host or --server-name",
    unknownAuthority:
      "the server's certificate is signed by an unknown authority: get ca.pem from the server's operator and pass it with --ca",
    badSignature:
      "the signature of the server's certificate is wrong: --ca names the ca.pem of another authority with the same name, or an RSA key of the server has fewer than 2,048 bits",
    isAuthority:
      "the server uses an authority's certificate as its own: its operator can create one with chat cert",
    expired:
      "the server's certificate has expired: its operator must renew it, or the clock here is wrong",
    notYet: "the server's certificate is not valid yet: the clock here or on the server is wrong",
    untrusted: (fault) => `the server's certificate cannot be trusted (${fault})`,
    handshakeFailed: (reason) =>
      `no encrypted connection could be agreed with the server (${reason})`,
    badServerName: (name) => `'${name}' cannot be the name of a server`,
  },
  export: {
    nothingSaid: (room) => `There are no messages in ${room}`,
  },
  import: {
    done: (entries, conversations) =>
      `Imported: ${entries === 1 ? "1 entry" : `${entries} entries`} of ${
        conversations === 1 ? "1 conversation" : `${conversations} conversations`
      }`,
    badLine: (line) => `Line ${line} is not a JSON object; nothing was imported`,
    badField: (line, field) =>
      `Line ${line}: field "${field}" is missing or wrong; nothing was imported`,
    badId: (line, id, expected) =>
      `Line ${line}: id ${id} instead of ${expected}; nothing was imported`,
    notPrivate: (line) =>
      `Line ${line}: a private message needs "between", which chat export --changes writes; nothing was imported`,
  },
  cert: {
    noHost: "Give the name or address of the server: --host NAME",
    exists: (file) => `${file} already exists; replace it with --force`,
    authorityEnds: (file, days) =>
      `The authority in ${file} expires in ${
        days === 1 ? "1 day" : `${days} days`
      }: use fewer --days, or move its files away to create a new one`,
    failed: (directory, reason) => `Cannot create a certificate in ${directory}: ${reason}`,
    made: ({ authority, authorityKey, isNew, cert, key, hosts, until }) =>
      [
        `Authority:   ${authority} (${isNew ? "new" : "existing"})`,
        `Certificate: ${cert}, until ${until.toISOString().slice(0, 10)}, for ${hosts.join(", ")}`,
        "",
        "On the server:",
        `  chat serve --host 0.0.0.0 --tls-cert ${cert} --tls-key ${key}`,
        `Clients need a copy of ${authority}:`,
        `  chat connect --host ${hosts[0]} --tls --ca ${authority}`,
        "",
        `Keep ${authorityKey} and ${key} secret.`,
      ].join("\n"),
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
};
