/** Where a server listens. */
export interface Address {
  /** A name, or an address without brackets. */
  readonly hostname: string;
  /** From 0 to 65535. */
  readonly port: number;
}

/** Formats an address as `connect --host` reads it: `host:port`, IPv6 in brackets. */
export function showAddress({ hostname, port }: Address): string {
  return hostname.includes(":") ? `[${hostname}]:${port}` : `${hostname}:${port}`;
}
