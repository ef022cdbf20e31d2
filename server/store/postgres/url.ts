import { StoreProblem } from "../store_error.ts";

/** Location and credentials of a PostgreSQL database, as the library takes them. */
export interface PostgresPlace {
  readonly host: string[];
  readonly port: number[];
  /** Path of the Unix socket, if it is reached through one. */
  readonly path?: string;
  readonly user: string;
  readonly pass: string;
  readonly database: string;
  readonly ssl: false | "prefer" | "require" | { readonly ca?: string };
  readonly target_session_attrs?: string;
  /** Session parameters by name. */
  readonly connection: Readonly<Record<string, string>>;
}

/** Access to environment variables and files. */
export interface Environment {
  env(name: string): string | undefined;
  file(path: string): string;
}

const PORT = 5432;

/** User and password, hosts, database, parameters. As in libpq, any character may come before the first `/` or `?`. */
const URL_FORM = /^postgres(?:ql)?:\/\/(?:([^@/?]*)@)?([^/?@]*)(?:\/([^?@]*))?(?:\?(.*))?$/;

/** A host, possibly an IPv6 address in brackets, and a port. */
const HOST_FORM = /^(\[[^\]]*\]|[^:]*)(?::([0-9]*))?$/;

/** Parameters that libpq supports by itself; other clients can ignore them unless they are required. */
const OPTIONAL = ["channel_binding", "gssencmode"];

/** Parameters of libpq's connections that are set here. */
const IGNORED = ["connect_timeout", "fallback_application_name", "keepalives", "client_encoding"];

const SYSTEM_ENVIRONMENT: Environment = {
  env: (name) => Deno.env.get(name),
  file: (path) => Deno.readTextFileSync(path),
};

/**
 * Parses the URL of a PostgreSQL database as PostgreSQL's own programs do (libpq, "Connection URIs"). Missing parts come
 * from the environment variables that those programs read.
 *
 * @param location As in `postgres://user:password@host:5432/database?sslmode=require`, or with `?host=/directory`.
 * @param environment Access to environment variables and files.
 * @throws {Error} If the URL is invalid; the message does not contain the password.
 */
export function readPostgresUrl(
  location: string,
  { env, file }: Environment = SYSTEM_ENVIRONMENT,
): PostgresPlace {
  const parts = URL_FORM.exec(location);
  if (parts === null) throw new StoreProblem("bad_url", "it is not a URL");
  const [, credentials = "", hosts = "", path = "", query = ""] = parts;
  const given = readParameters(query);
  const take = (name: string) => {
    const value = given.get(name);
    given.delete(name);
    return value;
  };
  const places = readHosts(hosts, {
    host: take("host") ?? env("PGHOST"),
    port: take("port") ?? env("PGPORT"),
  });
  const [name, ...password] = credentials.split(":");
  const user = take("user") || decode(name!) || env("PGUSER");
  if (!user) throw new StoreProblem("no_user", "no user is given: postgres://USER@…, or PGUSER");
  const database = take("dbname") || decode(path) || env("PGDATABASE") || user;
  const pass = take("password") || decode(password.join(":")) || env("PGPASSWORD") || "";
  const mode = take("sslmode") ?? take("ssl") ?? env("PGSSLMODE") ?? "disable";
  const root = take("sslrootcert") ?? env("PGSSLROOTCERT");
  const session = take("target_session_attrs") ?? env("PGTARGETSESSIONATTRS");
  for (const name of OPTIONAL) {
    if (take(name) === "require") throw unsupported(`${name}=require`);
  }
  for (const name of IGNORED) given.delete(name);
  for (const name of ["sslcert", "sslkey", "passfile", "service"]) {
    if (given.has(name)) throw unsupported(name);
  }
  const directory = places.find(({ host }) => host.startsWith("/"));
  return {
    host: places.map(({ host }) => host),
    port: places.map(({ port }) => port),
    ...(directory && { path: `${directory.host}/.s.PGSQL.${directory.port}` }),
    user,
    pass,
    database,
    // As in libpq, connections through a Unix socket are not encrypted.
    ssl: directory
      ? false
      : toSsl(mode, root === undefined || root === "system" ? undefined : file(root)),
    ...(session !== undefined && session !== "any" && { target_session_attrs: session }),
    connection: Object.fromEntries(given),
  };
}

/**
 * Removes passwords from the URL of a database.
 *
 * @param location The URL as given; it may be invalid.
 */
export function withoutPassword(location: string): string {
  return location
    .replace(/^([^/]*\/\/[^:@/]*):.*@/, "$1@")
    .replace(/([?&]password=)[^&]*/g, "$1…");
}

function readParameters(query: string): Map<string, string> {
  const pairs = query.split("&").filter((pair) => pair !== "").map((pair) => {
    const at = pair.indexOf("=");
    if (at < 0) throw new StoreProblem("bad_url", "it is not a URL");
    return [decode(pair.slice(0, at)), decode(pair.slice(at + 1))] as const;
  });
  return new Map(pairs);
}

function readHosts(
  hosts: string,
  { host = "localhost", port = String(PORT) }: {
    host: string | undefined;
    port: string | undefined;
  },
): { host: string; port: number }[] {
  const ports = port.split(",");
  const listed = hosts === "" || hosts.startsWith(":")
    ? host.split(",").map((each) => ({ host: each, own: hosts.slice(1) }))
    : hosts.split(",").map((each) => {
      const [, name, own] = HOST_FORM.exec(each) ?? [];
      if (name === undefined) throw new StoreProblem("bad_url", "it is not a URL");
      return { host: decode(name.replace(/^\[|\]$/g, "")), own };
    });
  return listed.map(({ host, own }, index) => {
    const number = Number(own || ports[index] || ports[0]);
    if (!(number > 0 && number < 65_536)) {
      throw new StoreProblem("bad_port", "it is not a URL: the port");
    }
    return { host, port: number };
  });
}

/** As in libpq, certificates are verified only if the mode requires it; a wrong host name is always rejected then. */
function toSsl(mode: string, ca: string | undefined): PostgresPlace["ssl"] {
  switch (mode) {
    case "disable":
    case "false":
      return false;
    case "allow":
    case "prefer":
      return "prefer";
    case "require":
    case "true":
      return ca === undefined ? "require" : { ca };
    case "verify-ca":
    case "verify-full":
      return ca === undefined ? {} : { ca };
    default:
      throw new StoreProblem(
        "bad_sslmode",
        "sslmode is one of disable, allow, prefer, require, verify-ca and verify-full",
      );
  }
}

function unsupported(parameter: string): StoreProblem {
  return new StoreProblem("unsupported", `${parameter} is not supported`, parameter);
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw new StoreProblem("bad_url", "it is not a URL");
  }
}
