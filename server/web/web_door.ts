import { encodeMessages } from "./encode_messages.ts";
import type { Carrier, CarrierListener } from "../carrier.ts";
import { Connection, type ConnectionOptions } from "../connection.ts";
import { JsonDialect } from "../dialect/json_dialect.ts";
import type { Door, Visit } from "../door.ts";
import { type OriginPolicy, shakeHands } from "./handshake.ts";
import { Page } from "./page.ts";
import type { TlsKeys } from "../tls_carrier.ts";
import { TlsListener } from "../tls_listener.ts";
import type { Request } from "./request.ts";
import { plain, type Response } from "./response.ts";
import { WebSocketSource } from "./websocket_source.ts";
import { WebVisit } from "./web_visit.ts";

/** Options of {@linkcode WebDoor.open}. */
export interface WebDoorOptions {
  /** The certificate to show; without one nothing is encrypted. */
  readonly keys: TlsKeys | undefined;
  /** The origins of pages that may open a WebSocket; with none, the page's own. */
  readonly origins: readonly string[];
  /** What the connections of all doors share. */
  readonly shared: ConnectionOptions;
}

/** The way in for browsers: the page, and WebSocket at `/ws`. */
export class WebDoor implements Door {
  readonly listener: CarrierListener;
  readonly #page: Page;
  readonly #policy: OriginPolicy;
  readonly #shared: ConnectionOptions;
  readonly #dialect: JsonDialect;

  private constructor(
    listener: CarrierListener,
    page: Page,
    { keys, origins, shared }: WebDoorOptions,
  ) {
    this.listener = listener;
    this.#page = page;
    this.#policy = { origins, isEncrypted: keys !== undefined };
    this.#shared = shared;
    this.#dialect = new JsonDialect(encodeMessages, shared.hub.limits);
  }

  /**
   * Listens, and has the page ready.
   *
   * @param address Where to listen.
   * @param options What is served to whom.
   * @throws {Error} If it cannot listen there.
   */
  static async open(address: Deno.TcpListenOptions, options: WebDoorOptions): Promise<WebDoor> {
    const page = await Page.load();
    const { keys } = options;
    const listener = keys ? new TlsListener(address, keys) : Deno.listen(address);
    return new WebDoor(listener, page, options);
  }

  /** Where the page is. */
  get url(): string {
    const { hostname, port } = this.listener.addr as Deno.NetAddr;
    const host = hostname.includes(":") ? `[${hostname}]` : hostname;
    return `${this.#policy.isEncrypted ? "https" : "http"}://${host}:${port}/`;
  }

  open(carrier: Carrier): Visit {
    return new WebVisit(carrier, {
      deadlines: this.#shared.deadlines,
      answer: (request) => this.#answer(request),
      upgrade: (carrier) => this.#upgrade(carrier),
    });
  }

  #answer(request: Request): Response {
    if (request.path === "/ws") return shakeHands(request, this.#policy);
    return this.#page.answer(request) ?? plain(404);
  }

  #upgrade(carrier: Carrier): Connection {
    return new Connection(carrier, {
      // There is but one dialect here: what is no JSON is a mistake, and not a name.
      dialects: { json: this.#dialect, text: this.#dialect },
      frames: new WebSocketSource(this.#shared.hub.limits.frame),
    }, this.#shared);
  }
}
