import type { Catalogue } from "../../locale/catalogue.ts";
import { encodeMessages } from "./encode_messages.ts";
import { Connection, type ConnectionOptions } from "../connection.ts";
import { JsonDialect } from "../dialect/json_dialect.ts";
import type { Door, Visit } from "../door.ts";
import type { Entrance, Visitor } from "../entrance.ts";
import { type OriginPolicy, shakeHands } from "./handshake.ts";
import { Page } from "./page.ts";
import type { TlsKeys } from "../tls_carrier.ts";
import type { Request } from "./request.ts";
import type { Server } from "../server.ts";
import type { Refusal } from "../accounts/accounts.ts";
import { encodeResponse, plain, type Response } from "./response.ts";
import { WebSocketSource } from "./websocket_source.ts";
import { WebVisit } from "./web_visit.ts";

/** Options of {@linkcode WebDoor.open}. */
export interface WebDoorOptions {
  /** The certificate to show; without one nothing is encrypted. */
  readonly keys: TlsKeys | undefined;
  /** The origins of pages that may open a WebSocket; with none, the page's own. */
  readonly origins: readonly string[];
  /** What it is a door of. */
  readonly server: Pick<Server, "listen" | "shared">;
}

/** The way in for browsers: the page, and WebSocket at `/ws`. */
export class WebDoor implements Door {
  readonly entrance: Entrance;
  readonly #page: Page;
  readonly #policy: OriginPolicy;
  readonly #shared: ConnectionOptions;
  readonly #dialect: JsonDialect;

  private constructor(
    entrance: Entrance,
    page: Page,
    { keys, origins, server: { shared } }: WebDoorOptions,
  ) {
    this.entrance = entrance;
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
    const { keys, server } = options;
    const refuse = (refusal: Refusal) => turnAway(refusal, server.shared.texts);
    return new WebDoor(server.listen(address, { keys, refuse }), page, options);
  }

  /** Where the page is. */
  get url(): string {
    const { hostname, port } = this.entrance.addr as Deno.NetAddr;
    const host = hostname.includes(":") ? `[${hostname}]` : hostname;
    return `${this.#policy.isEncrypted ? "https" : "http"}://${host}:${port}/`;
  }

  open(visitor: Visitor): Visit {
    return new WebVisit(visitor, {
      deadlines: this.#shared.deadlines,
      answer: (request) => this.#answer(request),
      upgrade: () => this.#upgrade(visitor),
    });
  }

  #answer(request: Request): Response {
    if (request.path === "/ws") return shakeHands(request, this.#policy);
    return this.#page.answer(request) ?? plain(404);
  }

  #upgrade(visitor: Visitor): Connection {
    return new Connection(visitor, {
      // There is but one dialect here: what is no JSON is a mistake, and not a name.
      dialects: { json: this.#dialect, text: this.#dialect },
      frames: new WebSocketSource(this.#shared.hub.limits.frame),
    }, this.#shared);
  }
}

function turnAway({ code, value }: Refusal, texts: Catalogue): Uint8Array {
  const body = new TextEncoder().encode(`${texts.errors[code](value)}\n`);
  return encodeResponse({ ...plain(code === "too_fast" ? 429 : 503), body });
}
