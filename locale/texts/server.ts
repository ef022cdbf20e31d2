/** Texts of the server and of certificates, accounts and the export in one language. */
export interface ServerTexts {
  /** The server's log, and errors while it starts. */
  readonly log: {
    listening(address: string): string;
    webListening(url: string): string;
    metricsListening(url: string): string;
    connected(host: string, port: number): string;
    rejected(host: string, reason: string): string;
    /** Suffix of a line: the number of further such events since a time of day. */
    more(count: number, since: string): string;
    disconnected(host: string, port: number, name: string, reason: string): string;
    /** Why a connection ended, by the reason that the log has as JSON. */
    readonly endings: Readonly<Record<string, string>>;
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
  /** Why NATS cannot be used. */
  readonly nats: {
    failed(servers: string, reason: string): string;
    /** Name, password, token or credentials are wrong. */
    readonly rejected: string;
    /** The connection must be encrypted, and NATS does not do so. */
    readonly noTls: string;
    /** NATS has a certificate with a fault, in the words of the TLS library. */
    untrusted(fault: string): string;
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
    /** The certificate has another fault, in the words of the TLS library. */
    untrusted(fault: string): string;
    /** The handshake failed for another reason, in the words of the TLS library. */
    handshakeFailed(reason: string): string;
    /** A certificate cannot be for this name. */
    badServerName(name: string): string;
  };
  /** Errors of `chat export`. */
  readonly export: {
    nothingSaid(room: string): string;
  };
  /** Output and errors of `chat import`. */
  readonly import: {
    done(entries: number, conversations: number): string;
    badLine(line: number): string;
    badField(line: number, field: string): string;
    badId(line: number, id: number, expected: number): string;
    notPrivate(line: number): string;
  };
  /** Output and errors of `chat cert`. */
  readonly cert: {
    readonly noHost: string;
    exists(file: string): string;
    authorityEnds(file: string, days: number): string;
    failed(directory: string, reason: string): string;
    made(files: MadeCertificate): string;
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
  readonly until: Date;
}
