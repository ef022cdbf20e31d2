import type { Transport } from "../connection/transport.ts";

const encoder = new TextEncoder();

/** Names and addresses of this machine. */
const LOOPBACK = /^(localhost|127\.[\d.]+|\[::1\])$/;

/**
 * Connects over WebSocket; each message is a frame.
 *
 * @param url Where the server listens.
 * @returns The connection.
 * @throws {Error} If there is no server, or no way to it.
 */
export function dialWebSocket(url: URL): Promise<Transport> {
  const { promise, resolve, reject } = Promise.withResolvers<Transport>();
  const socket = new WebSocket(url);
  const isPrivate = url.protocol === "wss:" || LOOPBACK.test(url.hostname);
  const peer = { address: url.host, isPrivate };
  socket.binaryType = "arraybuffer";
  let isClosed = false;
  const frames = new ReadableStream<Uint8Array[]>({
    start(controller) {
      const end = () => {
        if (isClosed) return;
        isClosed = true;
        controller.close();
        reject(new Error(`Cannot connect to ${url.host}`));
      };
      const close = () => {
        socket.close();
        // The goodbye of a server that is out of reach may take minutes.
        end();
      };
      socket.onmessage = ({ data }: MessageEvent<string | ArrayBuffer>) => {
        const frame = typeof data === "string" ? encoder.encode(data) : new Uint8Array(data);
        if (!isClosed) controller.enqueue([frame]);
      };
      socket.onclose = end;
      socket.onopen = () => resolve({ peer, frames, send, close });
    },
  });
  const send = (payload: string) => {
    if (socket.readyState !== WebSocket.OPEN) return Promise.reject(new Error("Cannot send"));
    socket.send(payload);
    return Promise.resolve();
  };
  return promise;
}
