import { toAddress } from "../../protocol/text/address.ts";

/** An address of a host, as `lookup` returns it. */
interface HostAddress {
  readonly address: string;
  /** 4 or 6. */
  readonly family: number;
}

/** Addresses of `localhost`, which is never looked up (RFC 6761, section 6.3). */
const LOCALHOST: readonly string[] = ["127.0.0.1", "::1"];

/**
 * Returns the IP addresses of a host, those of both families in turns (RFC 8305, section 4). If there are none, it returns the
 * name itself: connecting to it then fails with the system's reason.
 *
 * @param hostname A name or an IP address.
 */
export async function resolveHost(hostname: string): Promise<readonly string[]> {
  // Names contain no colon.
  if (hostname.includes(":") || toAddress(hostname) !== undefined) return [hostname];
  if (hostname.toLowerCase() === "localhost") return LOCALHOST;
  try {
    // Loaded for names only, as modules of Node delay the start.
    await import("../../cli/silence_deprecations.ts");
    const { lookup } = await import("node:dns/promises");
    const found = await lookup(hostname, { all: true });
    return found.length === 0 ? [hostname] : inTurns(found);
  } catch {
    return [hostname];
  }
}

/** Orders addresses so that the families take turns, beginning with that of the first address. */
export function inTurns(found: readonly HostAddress[]): readonly string[] {
  const [first] = found;
  const isFirst = ({ family }: HostAddress) => family === first?.family;
  const preferred = found.filter(isFirst);
  const others = found.filter((address) => !isFirst(address));
  return preferred.flatMap((address, index) => [address, ...others.slice(index, index + 1)])
    .concat(others.slice(preferred.length)).map(({ address }) => address);
}
