import type { Address } from "../../cli/address.ts";
import type { Catalogue } from "../../locale/texts/catalogue.ts";
import type { Hub } from "../chat/hub.ts";
import type { FrameReader } from "../net/frame_reader.ts";
import type { PeerOptions } from "../net/peer.ts";
import type { RateLimits } from "../net/rate_limiter.ts";
import type { TcpTable } from "../net/tcp_table.ts";
import type { Timeouts } from "../net/timeouts.ts";
import type { SendBudget } from "../send/send_budget.ts";
import type { Dialects } from "./session.ts";

/** Options that all connections share. */
export interface ChatConnectionOptions extends PeerOptions {
  readonly hub: Hub;
  readonly texts: Catalogue;
  readonly timeouts: Timeouts;
  /** Most bytes in the send queue of one connection. */
  readonly maxSendQueue: number;
  /** Bytes in the send queues of all connections. */
  readonly sendBudget: SendBudget;
  /** How fast a client may send. */
  readonly rateLimits: RateLimits;
  /** Largest payload before sign-in, in bytes. */
  readonly maxHandshake: number;
  readonly observer: ConnectionObserver;
  /** Where to look up what a client's system has not acknowledged. */
  readonly tcpTable: TcpTable;
}

/** Is told when chat connections start and end. */
export interface ConnectionObserver {
  /** Called once, before the first read. */
  onBegin(client: Address): void;
  /** Called once, when the session ends; the send queue may not be written yet. */
  onEnd(client: Address, end: SessionEnd): void;
}

/** How a session ended. */
export interface SessionEnd {
  /** Name of the user; `undefined` if the client never signed in. */
  readonly name: string | undefined;
  /** Error code, reason of the peer, or name of the error that ended the connection. */
  readonly reason: string;
}

/** Framing and dialects of one kind of transport. */
export interface ProtocolOptions {
  readonly dialects: Dialects;
  readonly frames: FrameReader;
}
