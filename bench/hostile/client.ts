import { connect, type Socket } from "node:net";
import { FrameDecoder } from "../../protocol/framing/frame_decoder.ts";
import { frame } from "./abuse.ts";

/** A message of the server, its fields unchecked. */
export type ServerReply = Readonly<Record<string, unknown>>;

const decoder = new TextDecoder();

/**
 * A client in the JSON dialect that connects from an address of its own: `Deno.connect` cannot choose that.
 */
export class Client implements Disposable {
  /** Resolves when the connection ended, for whatever reason. */
  readonly closed: Promise<void>;
  readonly #socket: Socket;

  /**
   * @param port The server's port on 127.0.0.1.
   * @param localAddress The address of this machine to connect from.
   * @param onMessage Takes each message.
   */
  constructor(port: number, localAddress: string, onMessage: (answer: ServerReply) => void) {
    const frames = new FrameDecoder();
    this.#socket = connect({ host: "127.0.0.1", port, localAddress, noDelay: true });
    this.#socket.on("data", (bytes: Uint8Array) => {
      for (const payload of frames.push(bytes)) onMessage(JSON.parse(decoder.decode(payload)));
    });
    // What follows an error is the end.
    this.#socket.on("error", () => {});
    this.closed = new Promise((resolve) => this.#socket.once("close", () => resolve()));
  }

  send(message: unknown): void {
    this.#socket.write(frame(message));
  }

  [Symbol.dispose](): void {
    this.#socket.destroy();
  }
}

/**
 * Resolves with the first message of some types, with `closed` where the connection ends first, and with `late` where
 * neither comes in time.
 *
 * @param port The server's port.
 * @param localAddress The address to connect from.
 * @param hello What to say.
 * @param limit How long to wait, in milliseconds.
 */
export async function joinAs(
  port: number,
  localAddress: string,
  hello: unknown,
  limit: number,
): Promise<{ readonly client: Client; readonly outcome: string }> {
  const answered = Promise.withResolvers<string>();
  const client = new Client(port, localAddress, ({ type, code }) => {
    if (type === "welcome") answered.resolve("welcome");
    if (type === "error") answered.resolve(String(code));
  });
  client.send(hello);
  const timer = setTimeout(() => answered.resolve("late"), limit);
  const outcome = await Promise.race([answered.promise, client.closed.then(() => "closed")]);
  clearTimeout(timer);
  return { client, outcome };
}
