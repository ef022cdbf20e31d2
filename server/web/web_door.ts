import { showAddress } from "../../cli/address.ts";
import type { Catalogue } from "../../locale/catalogue.ts";
import { LOBBY } from "../../protocol/names.ts";
import { quote } from "../../protocol/quote.ts";
import type { Refusal } from "../accounts/accounts.ts";
import type { Carrier } from "../carrier.ts";
import { Connection, type ConnectionOptions } from "../connection.ts";
import { JsonDialect } from "../dialect/json_dialect.ts";
import type { Door, Visit } from "../door.ts";
import type { Entrance, Visitor } from "../entrance.ts";
import { toPeer } from "../peer.ts";
import type { Server } from "../server.ts";
import type { MeteredStore } from "../store/metered_store.ts";
import type { TlsKeys } from "../tls_carrier.ts";
import { encodeMessages } from "./encode_messages.ts";
import { expose, EXPOSITION_TYPE } from "./exposition.ts";
import { type OriginPolicy, shakeHands } from "./handshake.ts";
import { Health } from "./health.ts";
import { isLocal } from "./is_local.ts";
import { gatherMetrics } from "./metrics.ts";
import { Page } from "./page.ts";
import type { Request } from "./request.ts";
import { RequestLimiters } from "./request_limiter.ts";
import { encodeResponse, fresh, plain, type Response } from "./response.ts";
import { WebVisit } from "./web_visit.ts";
import { WebSocketSource } from "./websocket_source.ts";

/** Options of {@linkcode WebDoor.open}. */
export interface WebDoorOptions {
  /** The certificate to show; without one nothing is encrypted. */
  readonly keys: TlsKeys | undefined;
  /** The origins of pages that may open a WebSocket; with none, the page's own. */
  readonly origins: readonly string[];
  /** Whether other machines may see the metrics too. */
  readonly metricsOpen: boolean;
  /** What it is a door of, and what is kept there. */
  readonly server: Pick<Server, "listen" | "shared" | "figures" | "noteRefusal">;
  readonly metered: MeteredStore;
}

/** The way in for browsers, the page and WebSocket at `/ws`, and for those who watch over the server. */
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
    this.#health = new Health({
      store: () => shared.hub.store.last(LOBBY),
      ...shared.hub.checks,
    });
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
    return new WebDoor(server.listen(address, { keys, refuse, isAsked: true }), page, options);
  }

  /** Where the page is. */
  get url(): string {
    const address = showAddress(this.entrance.addr as Deno.NetAddr);
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
        return this.#shakeHands(request, (remoteAddr as Deno.NetAddr).hostname);
      case "/healthz":
        return this.#tellHealth(isLocal(request, (remoteAddr as Deno.NetAddr).hostname));
      case "/metrics":
        return this.#tellMetrics(isLocal(request, (remoteAddr as Deno.NetAddr).hostname));
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

  /** What is wrong is told to this machine in full; to others only that something is, as it may name files and addresses. */
  async #tellHealth(isLocal: boolean): Promise<Response> {
    const report = await this.#health.report();
    const isWell = Object.values(report).every((problem) => problem === undefined);
    const checks = Object.fromEntries(
      Object.entries(report).map(([name, problem]) => [
        name,
        problem === undefined ? "ok" : isLocal ? problem : "failing",
      ]),
    );
    const text = JSON.stringify({ status: isWell ? "ok" : "failing", checks });
    return fresh(isWell ? 200 : 503, "application/json", `${text}\n`);
  }

  #tellMetrics(isLocal: boolean): Response {
    const { metricsOpen, metered, server } = this.#options;
    if (!isLocal && !metricsOpen) return plain(403);
    return fresh(200, EXPOSITION_TYPE, expose(gatherMetrics(server.figures, metered)));
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
  const status = code === "banned" ? 403 : code === "too_fast" ? 429 : 503;
  return encodeResponse({ ...plain(status), body });
}
