import { connect, type Socket } from "node:net";
import { FrameDecoder } from "../../protocol/framing/frame_decoder.ts";
import { frame } from "./abuse.ts";

/** A message from the server, its fields unchecked. */
export type ServerReply = Readonly<Record<string, unknown>>;

const decoder = new TextDecoder();

/** Client of the JSON dialect with a chosen source address, which `Deno.connect` does not support. */
export class Client implements Disposable {
  /** Resolves when the connection is closed, with or without an error. */
  readonly closed: Promise<void>;
  readonly #socket: Socket;

  /**
   * @param port Port of the server at 127.0.0.1.
   * @param localAddress Source address.
   * @param onMessage Called with each message.
   */
  constructor(port: number, localAddress: string, onMessage: (answer: ServerReply) => void) {
    const frames = new FrameDecoder();
    this.#socket = connect({ host: "127.0.0.1", port, localAddress, noDelay: true });
    this.#socket.on("data", (bytes: Uint8Array) => {
      for (const payload of frames.push(bytes)) onMessage(JSON.parse(decoder.decode(payload)));
    });
    // `close` follows an error.
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
 * Connects and signs in. `outcome` is `welcome`, the code of an error, `closed` if the server closes the connection
 * first, or `late` after the timeout.
 *
 * @param port Port of the server at 127.0.0.1.
 * @param localAddress Source address.
 * @param hello The message to sign in with.
 * @param limit Timeout in milliseconds.
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
