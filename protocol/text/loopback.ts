/** Loopback addresses, IPv4 ones also mapped into IPv6 (RFC 4291, 2.5.5.2). */
const LOOPBACK = /^(?:::ffff:(?=[\d.]+$))?127\.|^::1$/i;

/** Host names of this machine, as `URL.hostname` spells them. */
const LOOPBACK_HOST = /^(?:localhost|127\.[\d.]+|\[::1\])$/;

/** Returns whether an IP address is a loopback address. */
export function isLoopback(address: string): boolean {
  return LOOPBACK.test(address);
}

/** Returns whether the host name of a URL is one that a machine has for itself. */
export function isLoopbackHost(hostname: string): boolean {
  return LOOPBACK_HOST.test(hostname);
}
