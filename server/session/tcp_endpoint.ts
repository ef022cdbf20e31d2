import type { Address } from "../../cli/address.ts";
import { errorMessage } from "../../locale/render/error_message.ts";
import { encodeFrames } from "../../protocol/framing/encode_frame.ts";
import { JsonDialect } from "../dialect/json_dialect.ts";
import { TextDialect } from "../dialect/text_dialect.ts";
import type { Connection, Endpoint } from "../net/endpoint.ts";
import { LengthPrefixedReader } from "../net/frame_reader.ts";
import type { AcceptedConnection, Listener } from "../net/listener.ts";
import type { TlsKeys } from "../net/tls_keys.ts";
import { ChatConnection } from "./connection.ts";
import type { EndpointHost } from "./endpoint_host.ts";
import type { Dialects } from "./session.ts";

/** The endpoint for length-prefixed frames, in both dialects, over TCP or TLS. */
export class TcpEndpoint implements Endpoint {
  readonly name = "tcp";
  readonly listener: Listener;
  readonly #host: EndpointHost;
  readonly #dialects: Dialects;

  private constructor(listener: Listener, host: EndpointHost, dialects: Dialects) {
    this.listener = listener;
    this.#host = host;
    this.#dialects = dialects;
  }

  /**
   * Opens the listener.
   *
   * @param address Where to listen.
   * @param host The server.
   * @param keys The certificate and its key; without them nothing is encrypted.
   * @throws {Error} If it cannot listen.
   */
  static async open(
    address: Address,
    host: EndpointHost,
    keys: TlsKeys | undefined,
  ): Promise<TcpEndpoint> {
    const { hub: { limits }, texts } = host.connections;
    const json = new JsonDialect(encodeFrames, limits);
    const listener = await host.listen(address, {
      keys,
      refuse: (refusal) =>
        json.encode([errorMessage(refusal, texts), { type: "bye", reason: refusal.code }]),
    });
    return new TcpEndpoint(listener, host, {
      json,
      text: new TextDialect(encodeFrames, limits, texts),
    });
  }

  open(accepted: AcceptedConnection): Connection {
    const { connections } = this.#host;
    const frames = new LengthPrefixedReader(connections.hub.limits.frame);
    return new ChatConnection(accepted, { dialects: this.#dialects, frames }, connections);
  }
}
