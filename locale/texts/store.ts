/** Texts about the database in one language. */
export interface StoreTexts {
  /** What could not be done; the database may follow, then a colon and the reason. */
  readonly failed: Readonly<Record<StoreAction, string>>;
  /** Why the database rejects or cannot do something; `values` are those of the error. */
  readonly reasons: Readonly<Record<StoreReason, (...values: readonly string[]) => string>>;
}

/** What is done with a database. Errors begin with it, as in `Cannot read messages`. */
export type StoreAction =
  | "open database"
  | "read messages"
  | "store messages"
  | "search messages"
  | "remove messages"
  | "erase deleted messages"
  | "read accounts"
  | "change accounts"
  | "read rules"
  | "change rules"
  | "tell who is where";

/** Reasons of failures, apart from those of the operating system. */
export type StoreReason =
  /** Another server uses the SQLite file. */
  | "in_use"
  /** Another program has locked the database. */
  | "locked"
  /** The directory of the file does not exist. */
  | "no_directory"
  /** SQLite cannot open the file or create those beside it. */
  | "cannot_open"
  /** The file is not a SQLite database. */
  | "not_database"
  /** The database belongs to another program. */
  | "foreign"
  /** Its schema version; the newest known one. */
  | "newer"
  /** Its schema version; the newest known one. */
  | "older"
  /** What is damaged, in SQLite's words. */
  | "damaged"
  /** Messages are missing, and there is no copy, for the reason given. */
  | "not_copied"
  /** An import needs a database without messages. */
  | "has_messages"
  /** The user of the process may not write the database. */
  | "read_only"
  | "stopping"
  /** PostgreSQL does not answer. */
  | "no_answer"
  /** PostgreSQL is starting or stopping. */
  | "not_ready"
  | "wrong_password"
  /** The user of the URL may not use the database, or does not exist. */
  | "rejected"
  | "no_such_database"
  /** A right is missing in PostgreSQL. */
  | "denied"
  | "too_many_connections"
  | "bad_url"
  | "bad_port"
  | "no_user"
  /** A parameter of the URL. */
  | "unsupported"
  | "bad_sslmode"
  /** The encoding that the database has. */
  | "encoding"
  | "pool_mode"
  | "pooler_timeout"
  /** The parameter that PgBouncer refuses. */
  | "pooler_parameter"
  /** `chat export` may not use Unix sockets. */
  | "no_socket";
