import type { Address } from "../../cli/address.ts";
import type { Catalogue } from "../../locale/texts/catalogue.ts";
import { reachableUrls } from "../http/reachable_urls.ts";
import type { Endpoint } from "../net/endpoint.ts";
import type { Server } from "../server.ts";
import type { EndpointHost } from "../session/endpoint_host.ts";
import { cannotListen } from "./cannot_listen.ts";

/**
 * Opens an endpoint that browsers reach.
 *
 * @param address Where it listens.
 * @param parts The server, which is closed if it fails, and the texts.
 * @param create Creates the endpoint.
 * @returns Its URLs.
 * @throws {CliError} If it cannot listen.
 */
export async function openEndpoint(
  address: Address,
  { server, texts }: { readonly server: Server; readonly texts: Catalogue },
  create: (host: EndpointHost) => Promise<Endpoint & { readonly url: string }>,
): Promise<readonly string[]> {
  try {
    const { url } = await server.open(create);
    return reachableUrls(url, Deno.networkInterfaces);
  } catch (error) {
    await server[Symbol.asyncDispose]();
    throw cannotListen(address, error, texts);
  }
}
