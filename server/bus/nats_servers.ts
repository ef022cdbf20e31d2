import { checkServerIdentity } from "node:tls";
import { type Authenticator, credsAuthenticator } from "@nats-io/transport-node";

/** Where NATS is and how a node authenticates, as the command line says it. */
export interface NatsOptions {
  /**
   * One or more URLs joined by commas, as in `nats://user:password@10.0.0.5:4222`, `nats://token@host` or `tls://host`. The
   * credentials of the first that has some hold for all.
   */
  readonly location: string;
  /** Certificates of the authorities to trust instead of the system's, as PEM; the connection is then encrypted. */
  readonly ca?: string | undefined;
  /** Content of a credentials file: a user's JWT and NKEY seed, as `nsc generate creds` writes it. */
  readonly credentials?: string | undefined;
}

/** What `connect` of the NATS library is told of where NATS is, and how to be let in. */
export interface NatsServers {
  /** Without the credentials: the library may print them. */
  readonly servers: string[];
  readonly user?: string;
  readonly pass?: string;
  readonly token?: string;
  readonly authenticator?: Authenticator;
  /** Present where the connection must be encrypted. */
  readonly tls?: { readonly ca?: string; readonly checkServerIdentity: typeof checkServerIdentity };
}

/**
 * Reads where NATS is.
 *
 * @param options See {@linkcode NatsOptions}.
 * @returns What the library takes.
 * @throws {TypeError} If the location is no URL of NATS, or the credentials are none; the message does not have them.
 */
export function natsServers({ location, ca, credentials }: NatsOptions): NatsServers {
  const urls = location.split(",").map((each) => readUrl(each.trim()));
  const isEncrypted = ca !== undefined || urls.some(({ protocol }) => protocol === "tls:");
  return {
    servers: urls.map(({ host }) => host),
    ...(credentials === undefined
      ? loginOf(urls)
      : { authenticator: readCredentials(credentials) }),
    ...(isEncrypted && {
      tls: { ...(ca !== undefined && { ca }), checkServerIdentity: identityCheck(urls) },
    }),
  };
}

/**
 * Creates the check of a certificate's names. The library passes no name for a server given by its address, and the runtime
 * would check for `localhost` then; so it may be for any of those that the user named.
 */
function identityCheck(urls: readonly URL[]): typeof checkServerIdentity {
  const names = urls.map(({ hostname }) => hostname.replace(/^\[(.*)\]$/, "$1"));
  return (name, certificate) => {
    const accepted = names.includes(name) ? [name] : names;
    const problems = accepted.map((each) => checkServerIdentity(each, certificate));
    return problems.includes(undefined) ? undefined : problems[0];
  };
}

function loginOf(urls: readonly URL[]): Pick<NatsServers, "user" | "pass" | "token"> {
  const { username = "", password = "" } = urls.find(({ username }) => username !== "") ?? {};
  if (username === "") return {};
  if (password === "") return { token: decodeURIComponent(username) };
  return { user: decodeURIComponent(username), pass: decodeURIComponent(password) };
}

function readCredentials(credentials: string): Authenticator {
  const authenticator = credsAuthenticator(new TextEncoder().encode(credentials));
  try {
    // The library reads them only when NATS asks, and would go on asking for ever.
    authenticator("");
  } catch {
    throw new TypeError(
      "NATS credentials are a JWT and an NKEY seed, as nsc generate creds writes them",
    );
  }
  return authenticator;
}

function readUrl(given: string): URL {
  const withScheme = given.includes("://") ? given : `nats://${given}`;
  const url = URL.canParse(withScheme) ? new URL(withScheme) : undefined;
  if (url === undefined || url.hostname === "" || !["nats:", "tls:"].includes(url.protocol)) {
    throw new TypeError("NATS is given as nats://HOST:PORT or tls://HOST:PORT");
  }
  return url;
}
