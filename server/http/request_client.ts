import type { Address } from "../../cli/address.ts";
import { type AddressRange, isInRanges } from "../net/address_range.ts";
import type { AcceptedConnection } from "../net/listener.ts";
import { toPeer } from "../net/peer.ts";
import { toClient } from "../net/to_client.ts";
import type { EndpointHost } from "../session/endpoint_host.ts";
import { forwardedFor } from "./forwarded.ts";
import { rejectionResponse } from "./rejection_response.ts";
import type { BadHttpRequest, HttpRequest } from "./request.ts";
import type { RequestLimiter, RequestLimiters } from "./request_limiter.ts";
import { type HttpResponse, plain } from "./response.ts";

/** Path at which a request becomes a WebSocket. */
export const WEBSOCKET_PATH = "/ws";

/** Whether and how fast a request is answered. */
export interface Admission {
  /** Limits the rate of the client's requests. */
  readonly limiter: RequestLimiter;
  /** The answer, if the client is rejected. */
  readonly refusal?: HttpResponse;
  /** Called after the answer, unless it switched to another protocol. */
  readonly done?: () => void;
}

/** Options of {@linkcode RequestClient}. */
export interface RequestClientOptions {
  /** Proxies that name the client of each request. */
  readonly trusted: readonly AddressRange[];
  readonly limiters: RequestLimiters;
  readonly host: EndpointHost;
}

/**
 * The client of the requests on one connection. A trusted proxy sends requests of many clients over one connection, so it
 * changes with each request, and the connection counts towards the client's address until the answer.
 */
export class RequestClient {
  /** Address of the client of the latest request. */
  address: Address;
  readonly #accepted: AcceptedConnection;
  readonly #options: RequestClientOptions;
  readonly #isProxy: boolean;
  /** Limits the connection itself. */
  readonly #limiter: RequestLimiter;

  constructor(accepted: AcceptedConnection, options: RequestClientOptions) {
    this.address = accepted.client;
    this.#accepted = accepted;
    this.#options = options;
    this.#isProxy = isInRanges(accepted.client.hostname, options.trusted);
    this.#limiter = this.#openLimiter();
  }

  /** Determines the client of a request, and whether limits by address allow it. */
  admit(request: HttpRequest | BadHttpRequest): Admission {
    const { client: proxy, slot } = this.#accepted;
    this.address = proxy;
    const limiter = this.#limiter;
    if (!this.#isProxy || "status" in request) return { limiter };
    const forwarded = forwardedFor(request.headers, this.#options.trusted);
    const { host } = this.#options;
    if ("bad" in forwarded) {
      const { texts } = host.connections;
      host.logRejection(proxy.hostname, "proxy", texts.proxy.badForwarded(forwarded.bad));
      return { limiter, refusal: plain(400) };
    }
    this.address = toClient(forwarded.client, proxy);
    if (this.address === proxy) return { limiter };
    const { hostname } = this.address;
    const now = performance.now();
    // A WebSocket is a connection of the client; other requests share those of the proxy.
    const refusal = slot.assign(hostname, now, { isNew: request.path === WEBSOCKET_PATH });
    if (refusal) {
      host.logRejection(hostname, refusal.code);
      return { limiter, refusal: rejectionResponse(refusal, host.connections.texts) };
    }
    return { limiter: this.#openLimiter(), done: () => void slot.assign(undefined, now) };
  }

  #openLimiter(): RequestLimiter {
    const { limiters, host: { connections } } = this.#options;
    const { stream } = this.#accepted;
    return limiters.open(toPeer({ stream, client: this.address }, connections).address);
  }
}
