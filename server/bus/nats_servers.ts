/** What `connect` of the NATS library is told of where NATS is, and how to be let in. */
export interface NatsServers {
  /** Without the credentials: the library may print them. */
  readonly servers: string[];
  readonly user?: string;
  readonly pass?: string;
  readonly token?: string;
  /** Present where the connection must be encrypted. */
  readonly tls?: Record<never, never>;
}

/**
 * Reads where NATS is.
 *
 * @param location One or more URLs joined by commas, as in `nats://user:password@10.0.0.5:4222`, `nats://token@host` or
 * `tls://host`. What is in the first that has credentials holds for all.
 * @returns What the library takes.
 * @throws {TypeError} If it is none; the message does not have the credentials.
 */
export function natsServers(location: string): NatsServers {
  const urls = location.split(",").map((each) => readUrl(each.trim()));
  const { username = "", password = "" } = urls.find(({ username }) => username !== "") ?? {};
  const credentials = username === ""
    ? {}
    : password === ""
    ? { token: decodeURIComponent(username) }
    : { user: decodeURIComponent(username), pass: decodeURIComponent(password) };
  return {
    servers: urls.map(({ host }) => host),
    ...credentials,
    ...(urls.some(({ protocol }) => protocol === "tls:") && { tls: {} }),
  };
}

function readUrl(given: string): URL {
  const withScheme = given.includes("://") ? given : `nats://${given}`;
  const url = URL.canParse(withScheme) ? new URL(withScheme) : undefined;
  if (url === undefined || url.hostname === "" || !["nats:", "tls:"].includes(url.protocol)) {
    throw new TypeError("NATS is given as nats://HOST:PORT or tls://HOST:PORT");
  }
  return url;
}
