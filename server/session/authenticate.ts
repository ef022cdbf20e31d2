import type { Hello } from "../../protocol/messages/messages.ts";
import { refuse } from "../accounts/accounts.ts";
import type { Refusal } from "../net/refusal.ts";
import type { Peer } from "../net/peer.ts";
import type { Hub } from "../chat/hub.ts";

/** The name that a session may use, and the account it belongs to. */
export interface AuthenticatedName {
  readonly name: string;
  readonly account?: string;
  /** The revision of the account. */
  readonly revision?: number;
}

/** Who asks to be let in. */
export interface Credentials {
  readonly peer: Peer;
  /** The digest of the token that came with `hello`. */
  readonly digest: string;
}

/**
 * Finds out whether somebody may use a name: anybody one without an account, the others those who know the password, or
 * whose connection is to take the place of one that is logged in.
 *
 * @param hub Where they want to be.
 * @param hello What they said.
 * @param credentials The peer, and the digest of its token.
 * @returns The name and its account, or why not.
 * @throws {StoreError} If that cannot be known.
 */
export async function authenticate(
  hub: Hub,
  { name, password }: Hello,
  { peer, digest }: Credentials,
): Promise<AuthenticatedName | Refusal> {
  const resumable = await hub.directory.findResumable(name, digest);
  const account = await hub.accounts.find(name);
  // The token stands for the password that was given, and ends with it.
  const isSame = account?.id === resumable?.account && account?.revision === resumable?.revision;
  if (resumable !== undefined && account !== undefined && isSame) {
    await hub.moderation.operators.refresh(account.id);
    return { name: resumable.name, account: account.id, revision: account.revision };
  }
  if (password === undefined) {
    if (account === undefined) return { name };
    // Nobody is to be asked for a password that would then be refused.
    return refuse(peer) ?? { code: "password_required", value: account.name };
  }
  const accountResult = await hub.accounts.logIn(name, password, peer);
  if ("refusal" in accountResult) return accountResult.refusal;
  await hub.moderation.operators.refresh(accountResult.account.id);
  const { name: shown, id, revision } = accountResult.account;
  return { name: shown, account: id, revision };
}
