import { encodeFrame } from "../../protocol/framing/encode_frame.ts";
import { FrameDecoder } from "../../protocol/framing/frame_decoder.ts";
import { LARGEST } from "../../protocol/limits.ts";
import type { Transport } from "./transport.ts";

/** Maximum bytes per read. */
const CHUNK = 64 * 1024;

/** The part of a connection that {@linkcode carryFrames} needs. */
export type ByteConnection = Pick<Deno.Conn, "read" | "write" | "close">;

/**
 * Sends and receives frames over a connection, without web streams: four of them and their pipes cost an idle client 3 MiB
 * (docs/adr/0018-memory-of-the-client.md).
 *
 * @param conn The connection.
 * @param onBytes Called with the first bytes that arrive.
 */
export function carryFrames(
  conn: ByteConnection,
  onBytes: (bytes: Uint8Array) => void = () => {},
): Pick<Transport, "frames" | "send" | "close"> {
  const close = () => closeQuietly(conn);
  let sent = Promise.resolve();
  const send = async (payload: string) => {
    try {
      const frame = encodeFrame(payload, { maxLength: LARGEST.frame });
      for (let rest = frame; rest.length > 0;) rest = rest.subarray(await conn.write(rest));
    } catch (error) {
      // Both `send` and `frames` fail when the connection is lost.
      close();
      throw error;
    }
  };
  return {
    frames: readFrames(conn, onBytes),
    send: (payload) => sent = sent.then(() => send(payload)),
    close,
  };
}

/** Closes a connection that may be closed already. */
export function closeQuietly(conn: Pick<Deno.Conn, "close">): void {
  try {
    conn.close();
  } catch {
    // It is closed.
  }
}

/** Yields the frames of each chunk that completes some. They are views into a buffer that the next chunk overwrites. */
async function* readFrames(
  conn: ByteConnection,
  onBytes: (bytes: Uint8Array) => void,
): AsyncGenerator<Uint8Array[]> {
  const decoder = new FrameDecoder({ maxLength: LARGEST.frame });
  const buffer = new Uint8Array(CHUNK);
  for (let isFirst = true;; isFirst = false) {
    const count = await conn.read(buffer);
    if (count === null) break;
    const bytes = buffer.subarray(0, count);
    if (isFirst) onBytes(bytes);
    const frames = decoder.push(bytes);
    if (frames.length > 0) yield frames;
    if (decoder.error) throw decoder.error;
  }
}
