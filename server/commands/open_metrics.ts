import type { Catalogue } from "../../locale/texts/catalogue.ts";
import { MetricsEndpoint } from "../http/metrics_endpoint.ts";
import type { ServeOptions } from "../options/options.ts";
import type { Server } from "../server.ts";
import type { MeteredStore } from "../telemetry/metered_store.ts";
import { openEndpoint } from "./open_endpoint.ts";

/** Default address of the metrics, which other machines cannot reach. */
const LOOPBACK = "127.0.0.1";

/**
 * Serves metrics and health.
 *
 * @param options The values of the flags, with the address of the metrics.
 * @param parts The server, which is closed if it fails, its store, and the texts.
 * @returns The URLs of the metrics.
 * @throws {CliError} If it cannot listen.
 */
export function openMetrics(
  options: ServeOptions,
  { server, metered, texts }: {
    readonly server: Server;
    readonly metered: MeteredStore;
    readonly texts: Catalogue;
  },
): Promise<readonly string[]> {
  const { hostname = LOOPBACK, port } = options.metrics!;
  const address = { hostname, port };
  return openEndpoint(
    address,
    { server, texts },
    (host) => MetricsEndpoint.open(address, { host, metered }),
  );
}
