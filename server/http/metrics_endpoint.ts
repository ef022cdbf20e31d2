import { type Address, showAddress } from "../../cli/address.ts";
import type { Connection, Endpoint } from "../net/endpoint.ts";
import type { AcceptedConnection, Listener } from "../net/listener.ts";
import { toPeer } from "../net/peer.ts";
import type { EndpointHost } from "../session/endpoint_host.ts";
import type { MeteredStore } from "../telemetry/metered_store.ts";
import { formatPrometheus, PROMETHEUS_CONTENT_TYPE } from "../telemetry/prometheus.ts";
import type { Health } from "../telemetry/health.ts";
import { gatherMetrics } from "../telemetry/metrics.ts";
import type { HttpRequest } from "./request.ts";
import { RequestLimiters } from "./request_limiter.ts";
import { type HttpResponse, plain, uncached } from "./response.ts";
import { healthOf, healthResponse } from "./health_response.ts";
import { encodeRejection } from "./rejection_response.ts";
import { HttpConnection } from "./http_connection.ts";

/** Options of {@linkcode MetricsEndpoint}. */
export interface MetricsEndpointOptions {
  /** The server. */
  readonly host: EndpointHost;
  /** Its store. */
  readonly metered: MeteredStore;
}

/**
 * Endpoint for monitoring: `/metrics` and `/healthz` over plain HTTP. It has its own address, so that no proxy in front of
 * the page exposes it.
 */
export class MetricsEndpoint implements Endpoint {
  readonly name = "metrics";
  readonly listener: Listener;
  readonly #options: MetricsEndpointOptions;
  readonly #health: Health;
  readonly #limiters = new RequestLimiters();

  private constructor(listener: Listener, options: MetricsEndpointOptions) {
    this.listener = listener;
    this.#options = options;
    this.#health = healthOf(options.host.connections.hub);
  }

  /**
   * Starts to listen.
   *
   * @param address Where to listen.
   * @param options The server and its store.
   * @throws {Error} If it cannot listen there.
   */
  static async open(address: Address, options: MetricsEndpointOptions): Promise<MetricsEndpoint> {
    const { connections, listen } = options.host;
    const listener = await listen(address, {
      keys: undefined,
      refuse: (refusal) => encodeRejection(refusal, connections.texts),
      waitsForRequest: true,
      // Monitoring connects directly.
      proxies: [],
    });
    return new MetricsEndpoint(listener, options);
  }

  /** URL of the metrics. */
  get url(): string {
    return `http://${showAddress(this.listener.addr)}/metrics`;
  }

  open(accepted: AcceptedConnection): Connection {
    const { connections } = this.#options.host;
    const limiter = this.#limiters.open(toPeer(accepted, connections).address);
    return new HttpConnection(accepted, {
      timeouts: connections.timeouts,
      admit: () => ({ limiter }),
      answer: (request) => this.#answer(request),
    });
  }

  #answer({ path }: HttpRequest): HttpResponse | Promise<HttpResponse> {
    switch (path) {
      case "/metrics":
        return this.#answerMetrics();
      case "/healthz":
        return healthResponse(this.#health, true);
      default:
        return plain(404);
    }
  }

  #answerMetrics(): HttpResponse {
    const { metered, host } = this.#options;
    return uncached(
      200,
      PROMETHEUS_CONTENT_TYPE,
      formatPrometheus(gatherMetrics(host.stats(), metered)),
    );
  }
}
