import { delay } from "@std/async/delay";

/** Source of connections. */
export interface Acceptor<T> {
  accept(): Promise<T>;
}

/** Maximum wait before the next attempt, in milliseconds. */
const MAX_BACKOFF = 1_000;

/** First wait after a failed attempt, in milliseconds. */
const MIN_BACKOFF = 10;

/**
 * Accepts connections until the listener is closed, and continues after errors: at once if a peer was gone before it was
 * accepted (`NotConnected`, `ConnectionReset`), at growing intervals if descriptors or memory have run out.
 *
 * @param acceptor The listener.
 * @param onConnection Called with each connection.
 * @param onError Called with errors that are not about one peer, at most once until a connection is accepted again.
 */
export async function acceptAll<T>(
  acceptor: Acceptor<T>,
  onConnection: (conn: T) => void,
  onError: (error: Error) => void,
): Promise<void> {
  let backoff = 0;
  for (;;) {
    let conn: T;
    try {
      conn = await acceptor.accept();
    } catch (error) {
      if (error instanceof Deno.errors.BadResource || error instanceof Deno.errors.Interrupted) {
        return;
      }
      if (isAboutPeer(error)) continue;
      if (backoff === 0) onError(error as Error);
      backoff = Math.min(MAX_BACKOFF, Math.max(MIN_BACKOFF, 2 * backoff));
      await delay(backoff);
      continue;
    }
    backoff = 0;
    onConnection(conn);
  }
}

function isAboutPeer(error: unknown): boolean {
  return error instanceof Deno.errors.NotConnected ||
    error instanceof Deno.errors.ConnectionReset ||
    error instanceof Deno.errors.ConnectionAborted;
}
