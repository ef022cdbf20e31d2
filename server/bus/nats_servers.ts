import { checkServerIdentity } from "node:tls";
import { type Authenticator, credsAuthenticator } from "./nats_client.ts";

/** Location of NATS and credentials, from the command line. */
export interface NatsOptions {
  /**
   * One or more URLs joined by commas, as in `nats://user:password@10.0.0.5:4222`, `nats://token@host` or `tls://host`. The
   * first credentials apply to all.
   */
  readonly location: string;
  /** Certificates of the authorities to trust instead of the system's, as PEM; the connection is then encrypted. */
  readonly ca?: string | undefined;
  /** Content of a credentials file: a user's JWT and NKEY seed, as `nsc generate creds` writes it. */
  readonly credentials?: string | undefined;
}

/** Options for `connect` of the NATS library. */
export interface NatsServers {
  /** URLs without credentials, which the library might print. */
  readonly servers: string[];
  readonly user?: string;
  readonly pass?: string;
  readonly token?: string;
  readonly authenticator?: Authenticator;
  /** Present if the connection must be encrypted. */
  readonly tls?: { readonly ca?: string; readonly checkServerIdentity: typeof checkServerIdentity };
}

/**
 * Parses location and credentials of NATS.
 *
 * @param options See {@linkcode NatsOptions}.
 * @returns The options for the library.
 * @throws {TypeError} If a URL or the credentials are invalid; the message does not contain them.
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
 * Creates the check of a certificate's names. For a server given by address the library passes no name, and the runtime
 * would check for `localhost`; this check accepts any host that the user named.
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
    // The library parses them only when NATS asks, and would then retry forever.
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
