import type { SessionView } from "../directory.ts";
import type { ModerationHost } from "./moderation_host.ts";
import { toAddress } from "../../../protocol/text/address.ts";
import { nameKey } from "../../../protocol/text/names.ts";
import { addressKey } from "../../net/address.ts";

/** Target of a moderation request. */
export interface Target {
  /** The name as shown, or the address. */
  readonly name: string;
  /** Key of the name, or the address. */
  readonly subject: string;
  readonly isAddress: boolean;
  /** Account of the name, if it has one. */
  readonly account: string | undefined;
  /** Sessions with the name or from the address. */
  readonly sessions: readonly SessionView[];
}

/**
 * Finds the user of a name, present or not, or the sessions of an address.
 *
 * @param host The hub.
 * @param given The name or the address.
 * @param mayBeAddress Whether an address is allowed.
 */
export async function findTarget(
  host: Pick<ModerationHost, "roster" | "accounts" | "directory">,
  given: string,
  mayBeAddress: boolean,
): Promise<Target> {
  const { roster, accounts, directory } = host;
  const address = mayBeAddress ? toAddress(given) : undefined;
  if (address !== undefined) {
    const subject = addressKey(address);
    const sessions = [...roster].filter((member) => member.address === subject);
    return { name: subject, subject, isAddress: true, account: undefined, sessions };
  }
  const subject = nameKey(given);
  const known = roster.named(subject)[0]?.account === undefined
    ? await accounts.find(given)
    : undefined;
  const remoteSessions = await directory.findRemote(given);
  // Members may have joined or left meanwhile.
  const sessions = [...roster.named(subject), ...remoteSessions];
  const account = known?.id ?? sessions.find(({ account }) => account !== undefined)?.account;
  const name = sessions[0]?.name ?? known?.name ?? given;
  return { name, subject, isAddress: false, account, sessions };
}

/** Returns all identities of a target. */
export function identitiesOf({ account, sessions }: Target): string[] {
  const own = account === undefined ? [] : [account];
  return [...new Set([...own, ...sessions.flatMap(({ identities }) => identities)])];
}
