import { nkeys } from "@nats-io/transport-node";

type KeyPair = ReturnType<typeof nkeys.createUser>;

/** Configuration of a NATS server with JWT authentication, and the credentials file of a user. */
export interface NatsCredentials {
  /** The server's configuration: an operator and one account. */
  readonly config: string;
  /** As `nsc generate creds` writes it. */
  readonly credentials: string;
}

/** Creates an operator, an account and a user, see https://docs.nats.io/running-a-nats-service/configuration/securing_nats/auth_intro/jwt. */
export function makeNatsCredentials(): NatsCredentials {
  const [operator, account, user] = [
    nkeys.createOperator(),
    nkeys.createAccount(),
    nkeys.createUser(),
  ];
  const unlimited = { subs: -1, data: -1, payload: -1 };
  const limits = { ...unlimited, imports: -1, exports: -1, conn: -1, leaf: -1, wildcards: true };
  const accountJwt = sign(operator, account, { type: "account", limits });
  const decode = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
  return {
    config: `operator: ${sign(operator, operator, { type: "operator" })}
resolver: MEMORY
resolver_preload: { ${account.getPublicKey()}: ${accountJwt} }
`,
    credentials: `-----BEGIN NATS USER JWT-----
${sign(account, user, { type: "user", ...unlimited, pub: {}, sub: {} })}
------END NATS USER JWT------

-----BEGIN USER NKEY SEED-----
${decode(user.getSeed())}
------END USER NKEY SEED------
`,
  };
}

/** Creates a JWT in which an issuer grants permissions to a subject. */
function sign(issuer: KeyPair, subject: KeyPair, nats: object): string {
  const claims = {
    jti: crypto.randomUUID(),
    iat: Math.floor(Date.now() / 1_000),
    iss: issuer.getPublicKey(),
    sub: subject.getPublicKey(),
    name: "test",
    nats: { ...nats, version: 2 },
  };
  const signed = `${encode({ typ: "JWT", alg: "ed25519-nkey" })}.${encode(claims)}`;
  const signature = issuer.sign(new TextEncoder().encode(signed));
  return `${signed}.${toBase64Url(signature)}`;
}

function encode(value: object): string {
  return toBase64Url(new TextEncoder().encode(JSON.stringify(value)));
}

function toBase64Url(bytes: Uint8Array): string {
  return bytes.toBase64({ alphabet: "base64url", omitPadding: true });
}
