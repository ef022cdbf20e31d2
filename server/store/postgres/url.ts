/** Where a PostgreSQL database is and how to be let in, as the library takes it. */
export interface PostgresPlace {
  readonly host: string[];
  readonly port: number[];
  /** The socket of this machine, where it is reached through one. */
  readonly path?: string;
  readonly user: string;
  readonly pass: string;
  readonly database: string;
  readonly ssl: false | "prefer" | "require" | { readonly ca?: string };
  readonly target_session_attrs?: string;
  /** Settings of the session, by their names. */
  readonly connection: Readonly<Record<string, string>>;
}

/** What is read from outside: variables of the environment, and files. */
export interface Environment {
  env(name: string): string | undefined;
  file(path: string): string;
}

const PORT = 5432;

/** User and password, hosts, database, parameters. As in libpq, what is before the first `/` or `?` may have any other sign. */
const URL_FORM = /^postgres(?:ql)?:\/\/(?:([^@/?]*)@)?([^/?@]*)(?:\/([^?@]*))?(?:\?(.*))?$/;

/** A host, an IPv6 address in brackets among them, and a port. */
const HOST_FORM = /^(\[[^\]]*\]|[^:]*)(?::([0-9]*))?$/;

/** What libpq does by itself and others need not, unless it is demanded. */
const OPTIONAL = ["channel_binding", "gssencmode"];

/** What says how libpq connects, and is decided here. */
const IGNORED = ["connect_timeout", "fallback_application_name", "keepalives", "client_encoding"];

const SYSTEM_ENVIRONMENT: Environment = {
  env: (name) => Deno.env.get(name),
  file: (path) => Deno.readTextFileSync(path),
};

/**
 * Reads the URL of a PostgreSQL database as PostgreSQL's own programs do (libpq, "Connection URIs"); what it leaves out is
 * taken from the variables that they know.
 *
 * @param location As in `postgres://user:password@host:5432/database?sslmode=require`, or with `?host=/directory`.
 * @param surroundings What is read beside it.
 * @throws {Error} If it cannot be understood; the message does not tell the password.
 */
export function readPostgresUrl(
  location: string,
  { env, file }: Environment = SYSTEM_ENVIRONMENT,
): PostgresPlace {
  const parts = URL_FORM.exec(location);
  if (parts === null) throw new Error("it is not a URL");
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
  if (!user) throw new Error("no user is given: postgres://USER@…, or PGUSER");
  const database = take("dbname") || decode(path) || env("PGDATABASE") || user;
  const pass = take("password") || decode(password.join(":")) || env("PGPASSWORD") || "";
  const mode = take("sslmode") ?? take("ssl") ?? env("PGSSLMODE") ?? "disable";
  const root = take("sslrootcert") ?? env("PGSSLROOTCERT");
  const session = take("target_session_attrs") ?? env("PGTARGETSESSIONATTRS");
  for (const name of OPTIONAL) {
    if (take(name) === "require") throw new Error(`${name}=require is not supported`);
  }
  for (const name of IGNORED) given.delete(name);
  for (const name of ["sslcert", "sslkey", "passfile", "service"]) {
    if (given.has(name)) throw new Error(`${name} is not supported`);
  }
  const directory = places.find(({ host }) => host.startsWith("/"));
  return {
    host: places.map(({ host }) => host),
    port: places.map(({ port }) => port),
    ...(directory && { path: `${directory.host}/.s.PGSQL.${directory.port}` }),
    user,
    pass,
    database,
    // As with libpq, nothing is encrypted on the way through a socket of this machine.
    ssl: directory
      ? false
      : toSsl(mode, root === undefined || root === "system" ? undefined : file(root)),
    ...(session !== undefined && session !== "any" && { target_session_attrs: session }),
    connection: Object.fromEntries(given),
  };
}

/**
 * Takes the passwords out of what should be the URL of a database.
 *
 * @param location What was given; it may be none.
 */
export function withoutPassword(location: string): string {
  return location
    .replace(/^([^/]*\/\/[^:@/]*):.*@/, "$1@")
    .replace(/([?&]password=)[^&]*/g, "$1…");
}

function readParameters(query: string): Map<string, string> {
  const pairs = query.split("&").filter((pair) => pair !== "").map((pair) => {
    const at = pair.indexOf("=");
    if (at < 0) throw new Error("it is not a URL");
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
      if (name === undefined) throw new Error("it is not a URL");
      return { host: decode(name.replace(/^\[|\]$/g, "")), own };
    });
  return listed.map(({ host, own }, index) => {
    const number = Number(own || ports[index] || ports[0]);
    if (!(number > 0 && number < 65_536)) throw new Error("it is not a URL: the port");
    return { host, port: number };
  });
}

/** Certificates are looked at only where that is asked for, as with libpq; a name that is not theirs is always refused then. */
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
      throw new Error(
        "sslmode is one of disable, allow, prefer, require, verify-ca and verify-full",
      );
  }
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw new Error("it is not a URL");
  }
}
