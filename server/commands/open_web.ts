import type { Catalogue } from "../../locale/texts/catalogue.ts";
import { HttpEndpoint } from "../http/http_endpoint.ts";
import type { TlsKeys } from "../net/tls_keys.ts";
import type { ServeOptions } from "../options/options.ts";
import type { Server } from "../server.ts";
import { openEndpoint } from "./open_endpoint.ts";
import { readPage } from "./read_page.ts";

/**
 * Serves the web page.
 *
 * @param options The values of the flags, with the page's address.
 * @param parts The server, which is closed if it fails, the texts, and certificate and key.
 * @returns The URLs of the page.
 * @throws {CliError} If it cannot listen.
 */
export function openWeb(
  options: ServeOptions,
  { server, texts, keys }: {
    readonly server: Server;
    readonly texts: Catalogue;
    readonly keys: TlsKeys | undefined;
  },
): Promise<readonly string[]> {
  const { hostname = options.host, port } = options.web!;
  const { "web-origin": origins, "trusted-proxy": trustedProxies } = options;
  const address = { hostname, port };
  return openEndpoint(address, { server, texts }, async (host) => {
    const files = await readPage();
    return await HttpEndpoint.open(address, { host, keys, files, origins, trustedProxies });
  });
}
