import { encodeFrame, encodeFrames } from "../../protocol/framing/encode_frame.ts";
import { FrameDecoder } from "../../protocol/framing/frame_decoder.ts";
import type { ServerMessage } from "../../protocol/messages/server_messages.ts";
import type { TestServer } from "./server.ts";
import { TIMEOUT } from "./wait_until.ts";
import {
  clientFrame,
  clientMessages,
  FIN_BIT,
  ServerFrames,
  TEXT,
  upgrade,
  upgradeRequest,
} from "./websocket.ts";

const decoder = new TextDecoder("utf-8", { fatal: true });

/** Raw client that sends any bytes and waits for frames instead of sleeping. */
export class Peer implements AsyncDisposable {
  /** Received payloads that no call has taken yet, in order. */
  readonly frames: string[] = [];
  readonly conn: Deno.TcpConn | Deno.TlsConn;
  /** Received WebSocket frames other than messages. */
  readonly control: ServerFrames["control"] = [];
  readonly #reading: Promise<void>;
  readonly #transport: TestServer["transport"];
  /** Each checks its condition and returns whether it is done. */
  readonly #waiters = new Set<() => boolean>();
  #isEnded = false;

  private constructor(
    conn: Deno.TcpConn | Deno.TlsConn,
    transport: TestServer["transport"],
    isReading: boolean,
  ) {
    this.conn = conn;
    this.#transport = transport;
    this.#reading = isReading ? this.#read() : Promise.resolve();
  }

  /** Connects with the transport of the server and sends nothing. */
  static async connect(server: TestServer, { reads = true } = {}): Promise<Peer> {
    const { transport } = server;
    const conn = await Peer.#open(server);
    if (transport === "websocket") {
      const answer = await upgrade(conn, upgradeRequest(server)).catch(String);
      if (!answer.startsWith("HTTP/1.1 101 ")) {
        conn.close();
        throw new Error(`Expected 101, came ${answer}`);
      }
    }
    return new Peer(conn, transport, reads);
  }

  static async #open(
    { host, port, webPort, transport, ca }: TestServer,
  ): Promise<Deno.TcpConn | Deno.TlsConn> {
    const conn = await Deno.connect({
      hostname: host,
      port: transport === "websocket" ? webPort! : port,
    });
    try {
      conn.setNoDelay(true);
    } catch (error) {
      // Reset meanwhile.
      conn.close();
      throw error;
    }
    if (ca === undefined) return conn;
    const secure = await Deno.startTls(conn, { hostname: host, caCerts: [ca] });
    try {
      await secure.handshake();
    } catch (error) {
      // Rejected, or reset.
      secure.close();
      throw error;
    }
    return secure;
  }

  /** Connects and sends a name in the text dialect. */
  static async text(server: TestServer, name: string): Promise<Peer> {
    const peer = await Peer.connect(server);
    await peer.send(name);
    await peer.until("[SYS] Você entrou em #geral.");
    return peer;
  }

  /** Connects, sends `hello` and takes the answers to it. */
  static async json(
    server: TestServer,
    name: string,
    fields: Record<string, unknown> = {},
  ): Promise<Peer> {
    const peer = await Peer.connect(server);
    await peer.send({ type: "hello", name, version: 1, ...fields });
    await peer.message("welcome");
    await peer.message("joined");
    return peer;
  }

  /** Sends each payload in a frame, all in one write. */
  async send(...payloads: (string | Record<string, unknown>)[]): Promise<void> {
    const texts = payloads.map((payload) =>
      typeof payload === "string" ? payload : JSON.stringify(payload)
    );
    const isWebSocket = this.#transport === "websocket";
    await this.write(isWebSocket ? clientMessages(texts) : encodeFrames(texts));
  }

  /** Sends bytes in a frame of any length. */
  async sendBytes(payload: Uint8Array): Promise<void> {
    const isWebSocket = this.#transport === "websocket";
    const options = { maxLength: Infinity };
    await this.write(
      isWebSocket ? clientFrame(FIN_BIT | TEXT, payload) : encodeFrame(payload, options),
    );
  }

  /** Sends bytes as they are. */
  async write(bytes: Uint8Array): Promise<void> {
    let rest = bytes;
    while (rest.length > 0) rest = rest.subarray(await this.conn.write(rest));
  }

  /** Takes the next payload. */
  async next(): Promise<string> {
    await this.#wait(() => this.frames.length > 0, "a frame");
    return this.frames.shift()!;
  }

  /** Takes the next WebSocket frame that is not a message. */
  async nextControl(): Promise<ServerFrames["control"][number]> {
    await this.#wait(() => this.control.length > 0, "a control frame");
    return this.control.shift()!;
  }

  /** Takes the next `count` payloads. */
  async take(count: number): Promise<string[]> {
    await this.#wait(() => this.frames.length >= count, `${count} frames`);
    return this.frames.splice(0, count);
  }

  /** Takes all payloads up to and including the given one. */
  async until(payload: string): Promise<string[]> {
    await this.#wait(() => this.frames.includes(payload), JSON.stringify(payload));
    return this.frames.splice(0, this.frames.indexOf(payload) + 1);
  }

  /** Takes the next payload, which must be a message of the given type. */
  async message<T extends ServerMessage["type"]>(
    type: T,
  ): Promise<ServerMessage & { readonly type: T }> {
    const payload = await this.next();
    const message = JSON.parse(payload);
    if (message.type !== type) throw new Error(`Expected ${type}, came ${payload}`);
    return message;
  }

  /** Takes the next message of a type and drops those before it. */
  async skipTo<T extends ServerMessage["type"]>(
    type: T,
  ): Promise<ServerMessage & { readonly type: T }> {
    for (;;) {
      const message = JSON.parse(await this.next());
      if (message.type === type) return message;
    }
  }

  /** Resolves when the connection was closed or reset. */
  async ended(): Promise<void> {
    await this.#wait(() => this.#isEnded, "the end");
  }

  async [Symbol.asyncDispose](): Promise<void> {
    try {
      this.conn.close();
    } catch {
      // Already closed.
    }
    await this.#reading;
  }

  async #read(): Promise<void> {
    const isWebSocket = this.#transport === "websocket";
    const frames = isWebSocket
      ? new ServerFrames(this.control)
      : new FrameDecoder({ maxLength: Infinity });
    const buffer = new Uint8Array(64 * 1024);
    try {
      for (;;) {
        const count = await this.conn.read(buffer);
        if (count === null) break;
        for (const frame of frames.push(buffer.subarray(0, count))) {
          this.frames.push(decoder.decode(frame));
        }
        this.#look();
      }
    } catch {
      // Reset, or closed by the test.
    }
    this.#isEnded = true;
    this.#look();
  }

  #look(): void {
    for (const waiter of this.#waiters) if (waiter()) this.#waiters.delete(waiter);
  }

  #wait(isThere: () => boolean, what: string): Promise<void> {
    if (isThere()) return Promise.resolve();
    return new Promise((resolve, reject) => {
      const fail = (reason: string) => {
        const came = JSON.stringify(this.frames.slice(0, 20));
        reject(new Error(`${reason} while waiting for ${what}; came: ${came}`));
      };
      const timer = setTimeout(() => {
        this.#waiters.delete(waiter);
        fail("Timed out");
      }, TIMEOUT);
      const waiter = () => {
        if (!isThere() && !this.#isEnded) return false;
        clearTimeout(timer);
        if (isThere()) resolve();
        else fail("The connection ended");
        return true;
      };
      this.#waiters.add(waiter);
      if (this.#isEnded) this.#look();
    });
  }
}

/** Whether an error says that the connection of a {@linkcode Peer} was lost, or that no server answers. */
export function isLoss(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  return /^The connection ended|reset|refused|[Bb]roken pipe|not connected/.test(error.message);
}
