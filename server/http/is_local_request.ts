import { isLoopback } from "../net/address.ts";
import { readOrigin } from "../options/origin.ts";
import { FORWARDED_HEADERS } from "./forwarded.ts";
import type { HttpRequest } from "./request.ts";

/** Loopback host names, as `URL.hostname` spells them. */
const OWN_NAME = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/;

/**
 * Tells whether it is this machine that asks, and for itself: a proxy here asks for others, and a page elsewhere may go by
 * a name that leads here.
 *
 * @param request What is asked.
 * @param address Where the connection comes from.
 */
export function isLocalRequest({ headers }: HttpRequest, address: string): boolean {
  if (!isLoopback(address) || FORWARDED_HEADERS.some((name) => headers.has(name))) return false;
  return OWN_NAME.test(readOrigin(`http://${headers.get("host") ?? ""}`)?.hostname ?? "");
}
