import { isLoopbackHost } from "../../protocol/text/loopback.ts";
import { ConnectError, NoAnswerError, SILENT, toConnectError } from "./errors.ts";
import { withTimeout } from "./race.ts";
import { CONNECT_TIMEOUT, type DialOptions, type Transport } from "./transport.ts";

const encoder = new TextEncoder();

/**
 * Connects over WebSocket, where each message carries one frame.
 *
 * @param url Address of the server, `ws:` or `wss:`.
 * @param options See {@linkcode DialOptions}; `avoid` is for the browser to decide.
 * @throws {ConnectError} If the connection fails.
 */
export function dialWebSocket(
  url: URL,
  { signal, timeout = CONNECT_TIMEOUT }: DialOptions = {},
): Promise<Transport> {
  const attempt = withTimeout((ended) => open(url, ended), {
    time: timeout,
    onTimeout: () => new NoAnswerError(SILENT),
    discard: (late) => late.close(),
  });
  return attempt(signal ?? new AbortController().signal).catch(toConnectError);
}

function open(url: URL, signal: AbortSignal): Promise<Transport> {
  const since = performance.now();
  const { promise, resolve, reject } = Promise.withResolvers<Transport>();
  const socket = new WebSocket(url);
  const isPrivate = url.protocol === "wss:" || isLoopbackHost(url.hostname);
  const peer = { address: url.host, isPrivate };
  socket.binaryType = "arraybuffer";
  let isClosed = false;
  const frames = new ReadableStream<Uint8Array[]>({
    start(controller) {
      const end = () => {
        if (isClosed) return;
        isClosed = true;
        controller.close();
        reject(new ConnectError(`Cannot connect to ${url.host}`));
      };
      const close = () => {
        socket.close();
        // `onclose` waits for the server's close frame; if it is unreachable, for minutes.
        end();
      };
      socket.onmessage = ({ data }: MessageEvent<string | ArrayBuffer>) => {
        const frame = typeof data === "string" ? encoder.encode(data) : new Uint8Array(data);
        if (!isClosed) controller.enqueue([frame]);
      };
      socket.onclose = end;
      signal.addEventListener("abort", close, { once: true });
      socket.onopen = () => {
        signal.removeEventListener("abort", close);
        resolve({ peer, since, frames, send, close });
      };
    },
  });
  const send = (payload: string) => {
    if (socket.readyState !== WebSocket.OPEN) return Promise.reject(new Error("Cannot send"));
    socket.send(payload);
    return Promise.resolve();
  };
  return promise;
}
