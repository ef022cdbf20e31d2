import { type Address, showAddress } from "../../cli/address.ts";
import type { Door, Visit } from "../net/endpoint.ts";
import type { Entrance, Visitor } from "../net/listener.ts";
import { toPeer } from "../net/peer.ts";
import type { HttpHost } from "./http_host.ts";
import type { Figures } from "../telemetry/stats.ts";
import type { MeteredStore } from "../telemetry/metered_store.ts";
import { expose, EXPOSITION_TYPE } from "../telemetry/prometheus.ts";
import type { Health } from "../telemetry/health.ts";
import { gatherMetrics } from "../telemetry/metrics.ts";
import type { Request } from "./request.ts";
import { RequestLimiters } from "./request_limiter.ts";
import { fresh, plain, type Response } from "./response.ts";
import { healthOf, tellHealth } from "./health_response.ts";
import { turnAway } from "./rejection_response.ts";
import { WebVisit } from "./http_connection.ts";

/** Options of {@linkcode MetricsDoor.open}. */
export interface MetricsDoorOptions {
  /** What is watched, and what is kept there. */
  readonly server: Pick<HttpHost, "listen" | "shared"> & { readonly figures: Figures };
  readonly metered: MeteredStore;
}

/**
 * The way in for programs that watch over the server: `/metrics` and `/healthz` over plain HTTP. An address of its own, so
 * that no proxy in front of the page passes them on.
 */
export class MetricsDoor implements Door {
  readonly name = "metrics";
  readonly entrance: Entrance;
  readonly #options: MetricsDoorOptions;
  readonly #health: Health;
  readonly #limiters = new RequestLimiters();

  /**
   * Listens.
   *
   * @param address Where to listen.
   * @param options What is watched.
   * @throws {Error} If it cannot listen there.
   */
  constructor(address: Address, options: MetricsDoorOptions) {
    const { shared } = options.server;
    this.#options = options;
    this.#health = healthOf(shared.hub);
    this.entrance = options.server.listen(address, {
      keys: undefined,
      refuse: (refusal) => turnAway(refusal, shared.texts),
      isAsked: true,
    });
  }

  /** Where the metrics are. */
  get url(): string {
    return `http://${showAddress(this.entrance.addr)}/metrics`;
  }

  open(visitor: Visitor): Visit {
    const { shared } = this.#options.server;
    return new WebVisit(visitor, {
      deadlines: shared.deadlines,
      limiter: this.#limiters.open(toPeer(visitor.carrier, shared).address),
      answer: (request) => this.#answer(request),
      upgrade: () => {
        throw new TypeError("Cannot upgrade as no answer here agrees to it");
      },
    });
  }

  #answer({ path }: Request): Response | Promise<Response> {
    switch (path) {
      case "/metrics":
        return this.#tellMetrics();
      case "/healthz":
        return tellHealth(this.#health, true);
      default:
        return plain(404);
    }
  }

  #tellMetrics(): Response {
    const { metered, server } = this.#options;
    return fresh(200, EXPOSITION_TYPE, expose(gatherMetrics(server.figures, metered)));
  }
}
