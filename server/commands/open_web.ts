import type { Catalogue } from "../../locale/texts/catalogue.ts";
import { HttpEndpoint } from "../http/http_endpoint.ts";
import { reachableUrls } from "../http/reachable_urls.ts";
import type { TlsKeys } from "../net/tls_keys.ts";
import type { ServeOptions } from "../options/options.ts";
import type { Server } from "../server.ts";
import { cannotListen } from "./cannot_listen.ts";
import { readPage } from "./read_page.ts";

/**
 * Serves the web page.
 *
 * @param options The values of the flags, with the page's address.
 * @param parts The server, which is closed if it fails, the texts, and certificate and key.
 * @returns The URLs of the page.
 * @throws {CliError} If it cannot listen.
 */
export async function openWeb(
  options: ServeOptions,
  { server, texts, keys }: {
    readonly server: Server;
    readonly texts: Catalogue;
    readonly keys: TlsKeys | undefined;
  },
): Promise<readonly string[]> {
  const { hostname = options.host, port } = options.web!;
  try {
    const files = await readPage();
    const { "web-origin": origins, "trusted-proxy": trustedProxies } = options;
    const { url } = await server.open((host) =>
      HttpEndpoint.open({ hostname, port }, { host, keys, files, origins, trustedProxies })
    );
    return reachableUrls(url, Deno.networkInterfaces);
  } catch (error) {
    await server[Symbol.asyncDispose]();
    throw cannotListen({ hostname, port }, error, texts);
  }
}
