import type { StoreTexts } from "../texts/store.ts";

/** Texts about the database in English. */
export const storeEn: StoreTexts = {
  failed: {
    "open database": "Cannot open database",
    "read messages": "Cannot read messages",
    "store messages": "Cannot store messages",
    "search messages": "Cannot search messages",
    "remove messages": "Cannot remove old messages",
    "erase deleted messages": "Cannot erase deleted messages",
    "read accounts": "Cannot read accounts",
    "change accounts": "Cannot change accounts",
    "read rules": "Cannot read the rules of the rooms",
    "change rules": "Cannot change the rules of the rooms",
    "tell who is where": "Cannot find out who is on which node",
  },
  reasons: {
    in_use: () => "another server is using it",
    locked: () => "another program has locked it",
    no_directory: () => "its directory does not exist",
    cannot_open: () => "SQLite cannot open it or create its files beside it; check the permissions",
    not_database: () => "it is not a SQLite database",
    foreign: () => "it is a database of another program",
    newer: (version, newest) =>
      `a later version of chat wrote it (schema version ${version}, newest known here ${newest})`,
    older: (version, newest) =>
      `an earlier version of chat wrote it (schema version ${version} of ${newest}); chat serve brings it up to date`,
    damaged: (found) => `it is damaged (${found}); restore a backup`,
    not_copied: (reason) => `messages are missing in it, and it cannot be copied: ${reason}`,
    has_messages: () => "it already contains messages",
    read_only: () => "it is read-only, or the user may not write it",
    stopping: () => "the server is stopping",
    no_answer: () => "the database does not respond",
    not_ready: () => "PostgreSQL is starting or stopping",
    wrong_password: () => "wrong password",
    rejected: () => "PostgreSQL rejects this user or this machine",
    no_such_database: () => "there is no database with this name; create it with createdb",
    denied: () => "this user lacks a permission in PostgreSQL; grant it CREATE on the database",
    too_many_connections: () => "PostgreSQL has too many connections",
    bad_url: () => "it is not a URL",
    bad_port: () => "it is not a URL: the port is wrong",
    no_user: () => "no user is given: postgres://USER@…, or PGUSER",
    unsupported: (parameter) => `${parameter} is not supported`,
    bad_sslmode: () =>
      "sslmode is one of disable, allow, prefer, require, verify-ca and verify-full",
    encoding: (encoding) =>
      `its encoding is ${encoding}, not UTF8; create another with createdb -E UTF8 -T template0`,
    pool_mode: () => "PgBouncer gives each transaction another session: set pool_mode = session",
    pooler_timeout: () =>
      "a connection pooler drops statement_timeout: run ALTER ROLE … SET statement_timeout = '10s'",
    pooler_parameter: (name) =>
      `PgBouncer refuses ${name}: set ignore_startup_parameters = ${name}`,
    no_socket: () =>
      "this command cannot use a socket of this machine: name a host, as in 127.0.0.1",
  },
};
