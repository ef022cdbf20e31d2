import { isLoopback } from "../address.ts";
import type { Request } from "./request.ts";

/** Headers by which proxies say for whom they ask. */
const FORWARDED = ["forwarded", "x-forwarded-for"];

/** A host by which a machine calls itself, with or without a port. */
const OWN_NAME = /^(localhost|127(\.\d{1,3}){3}|\[::1\])(:\d+)?$/i;

/**
 * Tells whether it is this machine that asks, and for itself: a proxy here asks for others, and a page elsewhere may go by
 * a name that leads here.
 *
 * @param request What is asked.
 * @param address Where the connection comes from.
 */
export function isLocal({ headers }: Request, address: string): boolean {
  if (!isLoopback(address) || FORWARDED.some((name) => headers.has(name))) return false;
  return OWN_NAME.test(headers.get("host") ?? "");
}
