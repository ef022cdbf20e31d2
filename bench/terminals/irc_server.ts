import { TextLineStream } from "@std/streams/text-line-stream";

/** Prefix of what the user of the load says. */
const AUTHOR = ":ana!ana@127.0.0.1";

/** IRC server for one client: enough of RFC 1459 to enter a channel, without the limits by which real ones slow a load. */
export class IrcServer implements AsyncDisposable {
  readonly port: number;
  readonly #listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  readonly #served: Promise<void>;
  #conn: Deno.TcpConn | undefined;

  constructor() {
    this.port = this.#listener.addr.port;
    this.#served = this.#serve();
  }

  /** Sends messages to the client's channel. */
  async say(texts: readonly string[]): Promise<void> {
    await this.#send(...texts.map((text) => `${AUTHOR} PRIVMSG #geral :${text}`));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#listener.close();
    await this.#served;
  }

  async #serve(): Promise<void> {
    try {
      for await (const conn of this.#listener) {
        this.#conn = conn;
        await this.#answer(conn);
      }
    } catch {
      // It was disposed.
    }
  }

  async #answer(conn: Deno.TcpConn): Promise<void> {
    const lines = conn.readable.pipeThrough(new TextDecoderStream())
      .pipeThrough(new TextLineStream());
    let nick = "bench";
    for await (const line of lines) {
      const [command, first = ""] = line.split(" ");
      if (command === "NICK") nick = first.replace(":", "");
      if (command === "PING") await this.#send(`PONG bench ${first}`);
      if (command === "CAP" && first === "LS") await this.#send("CAP * LS :");
      if (command === "USER") {
        await this.#send(`:bench 001 ${nick} :Welcome`, `:bench 422 ${nick} :No MOTD`);
      }
      if (command === "JOIN") {
        await this.#send(
          `:${nick}!bench@127.0.0.1 JOIN #geral`,
          `:bench 353 ${nick} = #geral :ana ${nick}`,
          `:bench 366 ${nick} #geral :End of /NAMES list`,
        );
      }
    }
  }

  async #send(...lines: readonly string[]): Promise<void> {
    const bytes = new TextEncoder().encode(lines.map((line) => `${line}\r\n`).join(""));
    for (let sent = 0; sent < bytes.length;) {
      sent += await this.#conn!.write(bytes.subarray(sent));
    }
  }
}
