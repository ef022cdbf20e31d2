import { isLoopback, isLoopbackHost } from "../../protocol/text/loopback.ts";
import { readOrigin } from "../options/origin.ts";
import { FORWARDED_HEADERS } from "./forwarded.ts";
import type { HttpRequest } from "./request.ts";

/**
 * Returns whether a request is made by this machine for itself: a proxy here acts for others, and a foreign page may have a
 * name that leads here.
 *
 * @param request The request.
 * @param address Address of the client.
 */
export function isLocalRequest({ headers }: HttpRequest, address: string): boolean {
  if (!isLoopback(address) || FORWARDED_HEADERS.some((name) => headers.has(name))) return false;
  return isLoopbackHost(readOrigin(`http://${headers.get("host") ?? ""}`)?.hostname ?? "");
}
