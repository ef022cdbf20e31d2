import type { Hello } from "../../protocol/messages/client_messages.ts";
import { refuse } from "../accounts/accounts.ts";
import type { Refusal } from "../net/refusal.ts";
import type { Peer } from "../net/peer.ts";
import type { Hub } from "../chat/hub.ts";
import type { Account } from "../store/account_store.ts";

/** The name that a session may use, and its account. */
export interface AuthenticatedName {
  readonly name: string;
  readonly account?: string;
  /** The revision of the account. */
  readonly revision?: number;
  /** Identity of the guest that registered the account, if known. */
  readonly registrant?: string;
}

/** Where a `hello` comes from. */
export interface Credentials {
  readonly peer: Peer;
  /** Digest of the token in `hello`. */
  readonly digest: string;
}

/**
 * Checks whether a client may use a name. A name without an account is free; one with an account needs its password, or
 * the token of a session that is logged in and is replaced by this one.
 *
 * @param hub The hub.
 * @param hello The request.
 * @param credentials The peer and the digest of its token.
 * @returns The name and its account, or why the client is refused.
 * @throws {StoreError} If accounts cannot be read.
 */
export async function authenticate(
  hub: Hub,
  { name, password }: Hello,
  { peer, digest }: Credentials,
): Promise<AuthenticatedName | Refusal> {
  const resumable = await hub.directory.findResumable(name, digest);
  const account = await hub.accounts.find(name);
  // The token replaces the password given earlier, and expires with it.
  const isSame = account?.id === resumable?.account && account?.revision === resumable?.revision;
  if (resumable !== undefined && account !== undefined && isSame) {
    await hub.moderation.operators.refresh(account.id);
    return { ...toAuthenticated(account), name: resumable.name };
  }
  if (password === undefined) {
    if (account === undefined) return { name };
    // Without TLS a password would be refused, so do not ask for it.
    return refuse(peer) ?? { code: "password_required", value: account.name };
  }
  const accountResult = await hub.accounts.logIn(name, password, peer);
  if ("refusal" in accountResult) return accountResult.refusal;
  await hub.moderation.operators.refresh(accountResult.account.id);
  return toAuthenticated(accountResult.account);
}

function toAuthenticated({ name, id, revision, registrant }: Account): AuthenticatedName {
  return { name, account: id, revision, ...(registrant !== undefined && { registrant }) };
}
