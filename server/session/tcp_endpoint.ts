import { errorMessage } from "../../locale/render/error_message.ts";
import { encodeFrames } from "../../protocol/framing/encode_frame.ts";
import { JsonDialect } from "../dialect/json_dialect.ts";
import { TextDialect } from "../dialect/text_dialect.ts";
import type { Connection, Endpoint } from "../net/endpoint.ts";
import { LengthPrefixedReader } from "../net/frame_reader.ts";
import type { AcceptedConnection, Listener } from "../net/listener.ts";
import type { Refusal } from "../net/refusal.ts";
import { ChatConnection } from "./connection.ts";
import type { EndpointHost } from "./endpoint_host.ts";
import type { Dialects } from "./session.ts";

/** The endpoint for length-prefixed frames, in both dialects, over TCP or TLS. */
export class TcpEndpoint implements Endpoint {
  readonly name = "tcp";
  readonly listener: Listener;
  readonly #host: EndpointHost;
  readonly #dialects: Dialects;

  /**
   * @param listener The listener, whose rejected clients get {@linkcode TcpEndpoint.refuse}.
   * @param host The server.
   */
  constructor(listener: Listener, host: EndpointHost) {
    const { hub: { limits }, texts } = host.connections;
    this.listener = listener;
    this.#host = host;
    this.#dialects = {
      json: new JsonDialect(encodeFrames, limits),
      text: new TextDialect(encodeFrames, limits, texts),
    };
  }

  /** Encodes the reason for a rejected client. */
  refuse(refusal: Refusal): Uint8Array {
    const { texts } = this.#host.connections;
    return this.#dialects.json.encode([
      errorMessage(refusal, texts),
      { type: "bye", reason: refusal.code },
    ]);
  }

  open(accepted: AcceptedConnection): Connection {
    const { connections } = this.#host;
    const frames = new LengthPrefixedReader(connections.hub.limits.frame);
    return new ChatConnection(accepted, { dialects: this.#dialects, frames }, connections);
  }
}
