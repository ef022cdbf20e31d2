import { concat } from "@std/bytes/concat";
import { encodeFrame } from "../../protocol/framing/encode_frame.ts";
import { FrameDecoder } from "../../protocol/framing/frame_decoder.ts";

/** A parsed frame. */
export type Frame = Readonly<Record<string, unknown>>;

/** One client at a {@linkcode FakeServer}. */
export interface FakePeer {
  /** Sends payloads in frames; objects are sent as JSON. */
  say(...payloads: readonly (string | Frame)[]): Promise<void>;
  /** Sends bytes without framing. */
  raw(bytes: Uint8Array): Promise<void>;
  close(): void;
  readonly isClosed: boolean;
}

const decoder = new TextDecoder();

/** Server that sends whatever a test needs, on a free loopback port, and records what clients send. */
export class FakeServer implements AsyncDisposable {
  /** Frames of each connection, in order of arrival. */
  readonly heard: Frame[][] = [];
  readonly #listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  readonly #conns = new Set<Deno.Conn>();
  readonly #serving: Promise<void>;
  #onHeard = () => {};

  /** @param onFrame Called with the client, its frame, and the number of its connection from 1. */
  constructor(onFrame: (peer: FakePeer, frame: Frame, connection: number) => unknown) {
    this.#serving = this.#serve(onFrame);
  }

  get port(): number {
    return this.#listener.addr.port;
  }

  /** Resolves once the recorded frames fulfil a condition. */
  async until(isSo: (heard: readonly (readonly Frame[])[]) => boolean): Promise<void> {
    while (!isSo(this.heard)) await new Promise<void>((resolve) => this.#onHeard = resolve);
  }

  async #serve(onFrame: ConstructorParameters<typeof FakeServer>[0]): Promise<void> {
    const speaking: Promise<void>[] = [];
    for (;;) {
      let conn: Deno.Conn;
      try {
        conn = await this.#listener.accept();
      } catch {
        break;
      }
      speaking.push(this.#converse(conn, onFrame));
    }
    await Promise.all(speaking);
  }

  async #converse(conn: Deno.Conn, onFrame: ConstructorParameters<typeof FakeServer>[0]) {
    this.#conns.add(conn);
    const frames: Frame[] = [];
    const connection = this.heard.push(frames);
    this.#onHeard();
    let writing: Promise<unknown> = Promise.resolve();
    const raw = (bytes: Uint8Array) => {
      const written = writing.then(async () => {
        while (bytes.length > 0) bytes = bytes.subarray(await conn.write(bytes));
      }).catch(() => void (peer.isClosed = true));
      writing = written;
      return written;
    };
    const peer = {
      raw,
      say: (...payloads: readonly (string | Frame)[]) => {
        const texts = payloads.map((each) =>
          typeof each === "string" ? each : JSON.stringify(each)
        );
        return raw(concat(texts.map((text) => encodeFrame(text, { maxLength: Infinity }))));
      },
      close: () => this.#close(conn),
      isClosed: false,
    };
    const frameDecoder = new FrameDecoder({ maxLength: 1_000_000 });
    const buffer = new Uint8Array(65_536);
    try {
      for (let read; (read = await conn.read(buffer)) !== null;) {
        for (const payload of frameDecoder.push(buffer.slice(0, read))) {
          const frame = JSON.parse(decoder.decode(payload));
          frames.push(frame);
          onFrame(peer, frame, connection);
          this.#onHeard();
        }
      }
    } catch {
      // The connection is closed.
    }
    peer.isClosed = true;
    this.#close(conn);
  }

  #close(conn: Deno.Conn): void {
    if (this.#conns.delete(conn)) conn.close();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#listener.close();
    for (const conn of this.#conns) this.#close(conn);
    await this.#serving;
  }
}

/** Answer to a `hello`. */
export const WELCOME: Frame = {
  type: "welcome",
  name: "Ana",
  server: "chat/0",
  version: 1,
  room: "#geral",
  limits: { frame: 65_536, text: 4_000, name: 32, room: 64 },
  token: "t0k3n",
};

/** Answers a request as a correct server would, for a client that signs in and listens. */
export function honest(peer: FakePeer, frame: Frame): Promise<void> {
  const { type, ref } = frame;
  switch (type) {
    case "hello": {
      const missed = { type: "history", room: "#geral", messages: [], more: false };
      return peer.say(
        WELCOME,
        { type: "joined", room: "#geral", name: "Ana" },
        ...(frame["resume"] === undefined ? [] : [missed]),
      );
    }
    case "history":
      return peer.say({ type: "history", room: "#geral", messages: [], more: false, ref });
    case "who":
      return peer.say({ type: "members", room: "#geral", names: ["Ana"], ref });
    case "list":
      return peer.say({ type: "rooms", rooms: [{ name: "#geral", members: 1 }], ref });
    case "say":
      return peer.say({ type: "ack", ref, id: 1, at: 1 });
    case "quit":
      return peer.say({ type: "bye", reason: "quit" }).then(() => peer.close());
    default:
      return Promise.resolve();
  }
}
