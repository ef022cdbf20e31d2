/** Where a server listens. */
export interface Address {
  readonly hostname: string;
  readonly port: number;
}

/** Writes an address as people do, and as `connect --host` reads it. */
export function showAddress({ hostname, port }: Address): string {
  return hostname.includes(":") ? `[${hostname}]:${port}` : `${hostname}:${port}`;
}
