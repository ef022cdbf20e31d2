import { type Address, showAddress } from "../../cli/address.ts";
import type { Connection, Endpoint } from "../net/endpoint.ts";
import type { AcceptedConnection, Listener } from "../net/listener.ts";
import { toPeer } from "../net/peer.ts";
import type { HttpHost } from "./http_host.ts";
import type { Stats } from "../telemetry/stats.ts";
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

/** Options of {@linkcode MetricsEndpoint.open}. */
export interface MetricsEndpointOptions {
  /** What is watched, and what is kept there. */
  readonly server: Pick<HttpHost, "listen" | "shared"> & { readonly stats: Stats };
  readonly metered: MeteredStore;
}

/**
 * The way in for programs that watch over the server: `/metrics` and `/healthz` over plain HTTP. An address of its own, so
 * that no proxy in front of the page passes them on.
 */
export class MetricsEndpoint implements Endpoint {
  readonly name = "metrics";
  readonly listener: Listener;
  readonly #options: MetricsEndpointOptions;
  readonly #health: Health;
  readonly #limiters = new RequestLimiters();

  /**
   * Listens.
   *
   * @param address Where to listen.
   * @param options What is watched.
   * @throws {Error} If it cannot listen there.
   */
  constructor(address: Address, options: MetricsEndpointOptions) {
    const { shared } = options.server;
    this.#options = options;
    this.#health = healthOf(shared.hub);
    this.listener = options.server.listen(address, {
      keys: undefined,
      refuse: (refusal) => encodeRejection(refusal, shared.texts),
      waitsForRequest: true,
    });
  }

  /** Where the metrics are. */
  get url(): string {
    return `http://${showAddress(this.listener.addr)}/metrics`;
  }

  open(accepted: AcceptedConnection): Connection {
    const { shared } = this.#options.server;
    return new HttpConnection(accepted, {
      timeouts: shared.timeouts,
      limiter: this.#limiters.open(toPeer(accepted.stream, shared).address),
      answer: (request) => this.#answer(request),
      upgrade: () => {
        throw new TypeError("Cannot upgrade as no answer here agrees to it");
      },
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
    const { metered, server } = this.#options;
    return uncached(
      200,
      PROMETHEUS_CONTENT_TYPE,
      formatPrometheus(gatherMetrics(server.stats, metered)),
    );
  }
}
