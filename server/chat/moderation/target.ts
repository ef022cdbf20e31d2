import type { SessionView } from "../directory.ts";
import type { ModerationHost } from "./moderation_host.ts";
import { toAddress } from "../../../protocol/text/address.ts";
import { nameKey } from "../../../protocol/text/names.ts";
import { addressKey } from "../../net/address.ts";

/** Whom something is to be done to. */
export interface Target {
  /** The name as it is shown, or the address. */
  readonly name: string;
  /** The key of the name, or the address. */
  readonly subject: string;
  readonly isAddress: boolean;
  /** The account of the name. */
  readonly account: string | undefined;
  /** The sessions that go by the name, or come from the address. */
  readonly sessions: readonly SessionView[];
}

/**
 * Finds whom a name or an address is of, here or away.
 *
 * @param host Where to look.
 * @param given The name or the address.
 * @param mayBeAddress Whether what looks like an address is one.
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
  // They may have come or gone meanwhile.
  const sessions = [...roster.named(subject), ...remoteSessions];
  const account = known?.id ?? sessions.find(({ account }) => account !== undefined)?.account;
  const name = sessions[0]?.name ?? known?.name ?? given;
  return { name, subject, isAddress: false, account, sessions };
}

/** Everything by which the one whom a target is may be known again. */
export function identitiesOf({ account, sessions }: Target): string[] {
  const own = account === undefined ? [] : [account];
  return [...new Set([...own, ...sessions.flatMap(({ identities }) => identities)])];
}
