import { FrameDecoderStream } from "../protocol/frame_decoder_stream.ts";
import { FrameEncoderStream } from "../protocol/frame_encoder_stream.ts";

/** A connection that carries frames, whatever it is made of. */
export interface Transport {
  /** The payloads that arrive; ends, or errors, with the connection. */
  readonly frames: ReadableStream<Uint8Array[]>;
  /** Sends a payload; rejects once nothing more can be sent. */
  send(payload: string): Promise<void>;
  /** Closes at once. May be called again. */
  close(): void;
}

/** Makes a connection, or rejects with the reason why it cannot be had. */
export type Dial = () => Promise<Transport>;

/** Largest payload taken from a server, in bytes: as large as a server can be set to send. */
const MAX_FRAME = 16 * 1024 * 1024;

/**
 * Connects over TCP.
 *
 * @param address Where the server listens.
 * @returns The connection.
 * @throws {Error} If there is no server, or no way to it.
 */
export async function dialTcp(address: Deno.ConnectOptions): Promise<Transport> {
  const conn = await Deno.connect(address);
  conn.setNoDelay(true);
  const options = { maxLength: MAX_FRAME };
  const encoder = new FrameEncoderStream(options);
  const writer = encoder.writable.getWriter();
  const closeQuietly = () => {
    try {
      conn.close();
    } catch {
      // The streams close it when they end.
    }
  };
  // Whoever sends learns that the connection is gone; so does whoever reads.
  encoder.readable.pipeTo(conn.writable).catch(() => {});
  writer.closed.catch(() => {});
  return {
    frames: conn.readable.pipeThrough(new FrameDecoderStream(options)),
    send: (payload) => writer.write(payload),
    close: closeQuietly,
  };
}
