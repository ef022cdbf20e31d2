/**
 * HTTP: requests and responses, the page's files, metrics, health, and the handshake that turns a request into a WebSocket.
 *
 * After the handshake a connection is a session like any other. Nothing here reads a file or knows a message.
 *
 * @module
 */
import { type Address, showAddress } from "../../cli/address.ts";
import { quote } from "../../protocol/text/quote.ts";
import type { Refusal } from "../net/refusal.ts";
import type { AddressRange } from "../net/address_range.ts";
import { ChatConnection } from "../session/connection.ts";
import type { ChatConnectionOptions } from "../session/connection_options.ts";
import { JsonDialect } from "../dialect/json_dialect.ts";
import type { Connection, Endpoint } from "../net/endpoint.ts";
import type { AcceptedConnection, Listener } from "../net/listener.ts";
import type { EndpointHost } from "../session/endpoint_host.ts";
import type { TlsKeys } from "../net/tls_keys.ts";
import { encodeFrames } from "../websocket/encode_frames.ts";
import { acceptWebSocket, type OriginPolicy } from "./websocket_handshake.ts";
import type { Health } from "../telemetry/health.ts";
import { isLocalRequest } from "./is_local_request.ts";
import { StaticFiles } from "./static_files.ts";
import type { HttpRequest } from "./request.ts";
import { RequestClient, WEBSOCKET_PATH } from "./request_client.ts";
import { RequestLimiters } from "./request_limiter.ts";
import { type HttpResponse, plain } from "./response.ts";
import { healthOf, healthResponse } from "./health_response.ts";
import { encodeRejection } from "./rejection_response.ts";
import { HttpConnection } from "./http_connection.ts";
import { WebSocketFrameReader } from "../websocket/frame_reader.ts";

/** Options of {@linkcode HttpEndpoint.open}. */
export interface HttpEndpointOptions {
  /** Certificate and key; without them the connection is not encrypted. */
  readonly keys: TlsKeys | undefined;
  /** Origins whose pages may open a WebSocket; if empty, the page's own. */
  readonly origins: readonly string[];
  /** Proxies that say in each request whose it is. */
  readonly trustedProxies: readonly AddressRange[];
  /** Files of the page, by name. */
  readonly files: ReadonlyMap<string, Uint8Array>;
  /** The server. */
  readonly host: EndpointHost;
}

/** Endpoint for browsers: the page, WebSocket at `/ws`, and `/healthz`. */
export class HttpEndpoint implements Endpoint {
  readonly name = "web";
  readonly listener: Listener;
  readonly #options: HttpEndpointOptions;
  readonly #files: StaticFiles;
  readonly #policy: OriginPolicy;
  readonly #connections: ChatConnectionOptions;
  readonly #dialect: JsonDialect;
  readonly #health: Health;
  readonly #limiters = new RequestLimiters();

  private constructor(listener: Listener, files: StaticFiles, options: HttpEndpointOptions) {
    const { keys, origins, host: { connections } } = options;
    this.listener = listener;
    this.#options = options;
    this.#files = files;
    this.#policy = { origins, isEncrypted: keys !== undefined };
    this.#connections = connections;
    this.#dialect = new JsonDialect(encodeFrames, connections.hub.limits);
    this.#health = healthOf(connections.hub);
  }

  /**
   * Starts to listen, with the page in memory.
   *
   * @param address Where to listen.
   * @param options Certificate, origins and files.
   * @throws {Error} If it cannot listen there.
   */
  static async open(address: Address, options: HttpEndpointOptions): Promise<HttpEndpoint> {
    const files = new StaticFiles(options.files);
    const { keys, host, trustedProxies: forwarders } = options;
    const refuse = (refusal: Refusal) => encodeRejection(refusal, host.connections.texts);
    return new HttpEndpoint(
      await host.listen(address, { keys, refuse, waitsForRequest: true, forwarders }),
      files,
      options,
    );
  }

  /** URL of the page. */
  get url(): string {
    const address = showAddress(this.listener.addr);
    return `${this.#policy.isEncrypted ? "https" : "http"}://${address}/`;
  }

  open(accepted: AcceptedConnection): Connection {
    const client = new RequestClient(accepted, {
      trusted: this.#options.trustedProxies,
      limiters: this.#limiters,
      host: this.#options.host,
    });
    return new HttpConnection(accepted, {
      timeouts: this.#connections.timeouts,
      admit: (request) => client.admit(request),
      answer: (request) => this.#answer(request, client.address.hostname),
      upgrade: () => this.#upgrade({ ...accepted, client: client.address }),
    });
  }

  #answer(request: HttpRequest, client: string): HttpResponse | Promise<HttpResponse> {
    switch (request.path) {
      case WEBSOCKET_PATH:
        return this.#acceptWebSocket(request, client);
      case "/healthz":
        // Reasons may name files and addresses.
        return healthResponse(this.#health, isLocalRequest(request, client));
      default:
        return this.#files.answer(request) ?? plain(404);
    }
  }

  #acceptWebSocket(request: HttpRequest, host: string): HttpResponse {
    const response = acceptWebSocket(request, this.#policy);
    // The operator needs to see the origin to allow it with `--web-origin`.
    if (response.status === 403) {
      const origin = `origin ${quote(request.headers.get("origin") ?? "")}`;
      this.#options.host.logRejection(host, "origin", origin);
    }
    return response;
  }

  #upgrade(accepted: AcceptedConnection): ChatConnection {
    return new ChatConnection(accepted, {
      // Only JSON is supported here: anything else is an error, not a name.
      dialects: { json: this.#dialect, text: this.#dialect },
      frames: new WebSocketFrameReader(this.#connections.hub.limits.frame),
    }, this.#connections);
  }
}
