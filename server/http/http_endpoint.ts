import { type Address, showAddress } from "../../cli/address.ts";
import { quote } from "../../protocol/text/quote.ts";
import type { Refusal } from "../net/refusal.ts";
import type { Carrier } from "../net/byte_stream.ts";
import { Connection, type ConnectionOptions } from "../session/connection.ts";
import { JsonDialect } from "../dialect/json_dialect.ts";
import type { Door, Visit } from "../net/endpoint.ts";
import type { Entrance, Visitor } from "../net/listener.ts";
import { toPeer } from "../net/peer.ts";
import type { HttpHost } from "./http_host.ts";
import type { TlsKeys } from "../net/tls_stream.ts";
import { encodeMessages } from "../websocket/encode_frames.ts";
import { type OriginPolicy, shakeHands } from "./websocket_handshake.ts";
import type { Health } from "../telemetry/health.ts";
import { isLocal } from "./is_local_request.ts";
import { Page } from "./static_files.ts";
import type { Request } from "./request.ts";
import { RequestLimiters } from "./request_limiter.ts";
import { plain, type Response } from "./response.ts";
import { healthOf, tellHealth } from "./health_response.ts";
import { turnAway } from "./rejection_response.ts";
import { WebVisit } from "./http_connection.ts";
import { WebSocketSource } from "../websocket/frame_reader.ts";

/** Options of {@linkcode WebDoor.open}. */
export interface WebDoorOptions {
  /** The certificate to show; without one nothing is encrypted. */
  readonly keys: TlsKeys | undefined;
  /** The origins of pages that may open a WebSocket; with none, the page's own. */
  readonly origins: readonly string[];
  /** The files of the page, by their names. */
  readonly page: ReadonlyMap<string, Uint8Array>;
  /** What it is a door of. */
  readonly server: HttpHost;
}

/** The way in for browsers: the page, WebSocket at `/ws`, and `/healthz`. */
export class WebDoor implements Door {
  readonly name = "web";
  readonly entrance: Entrance;
  readonly #options: WebDoorOptions;
  readonly #page: Page;
  readonly #policy: OriginPolicy;
  readonly #shared: ConnectionOptions;
  readonly #dialect: JsonDialect;
  readonly #health: Health;
  readonly #limiters = new RequestLimiters();

  private constructor(entrance: Entrance, page: Page, options: WebDoorOptions) {
    const { keys, origins, server: { shared } } = options;
    this.entrance = entrance;
    this.#options = options;
    this.#page = page;
    this.#policy = { origins, isEncrypted: keys !== undefined };
    this.#shared = shared;
    this.#dialect = new JsonDialect(encodeMessages, shared.hub.limits);
    this.#health = healthOf(shared.hub);
  }

  /**
   * Listens, and has the page ready.
   *
   * @param address Where to listen.
   * @param options What is served to whom.
   * @throws {Error} If it cannot listen there.
   */
  static open(address: Address, options: WebDoorOptions): WebDoor {
    const page = new Page(options.page);
    const { keys, server } = options;
    const refuse = (refusal: Refusal) => turnAway(refusal, server.shared.texts);
    return new WebDoor(server.listen(address, { keys, refuse, isAsked: true }), page, options);
  }

  /** Where the page is. */
  get url(): string {
    const address = showAddress(this.entrance.addr);
    return `${this.#policy.isEncrypted ? "https" : "http"}://${address}/`;
  }

  open(visitor: Visitor): Visit {
    return new WebVisit(visitor, {
      deadlines: this.#shared.deadlines,
      limiter: this.#limiters.open(toPeer(visitor.carrier, this.#shared).address),
      answer: (request) => this.#answer(request, visitor.carrier),
      upgrade: () => this.#upgrade(visitor),
    });
  }

  #answer(request: Request, { remoteAddr }: Carrier): Response | Promise<Response> {
    switch (request.path) {
      case "/ws":
        return this.#shakeHands(request, remoteAddr.hostname);
      case "/healthz":
        // What is wrong may name files and addresses.
        return tellHealth(this.#health, isLocal(request, remoteAddr.hostname));
      default:
        return this.#page.answer(request) ?? plain(404);
    }
  }

  #shakeHands(request: Request, host: string): Response {
    const response = shakeHands(request, this.#policy);
    // Whoever runs the server has to know which origin to name, where the page came from there.
    if (response.status === 403) {
      const origin = `origin ${quote(request.headers.get("origin") ?? "")}`;
      this.#options.server.noteRefusal(host, "origin", origin);
    }
    return response;
  }

  #upgrade(visitor: Visitor): Connection {
    return new Connection(visitor, {
      // There is but one dialect here: what is no JSON is a mistake, and not a name.
      dialects: { json: this.#dialect, text: this.#dialect },
      frames: new WebSocketSource(this.#shared.hub.limits.frame),
    }, this.#shared);
  }
}
