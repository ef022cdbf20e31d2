import { Peer } from "./peer.ts";
import type { TestServer } from "./server.ts";
import { waitUntil } from "./wait_until.ts";

/** Connects and signs in, repeatedly until the server has room. */
export async function connectWithRetry(server: TestServer, name: string): Promise<Peer> {
  let refusal: unknown;
  const tryOnce = async (): Promise<Peer | undefined> => {
    try {
      await using opened = new AsyncDisposableStack();
      const peer = opened.use(await Peer.connect(server));
      await peer.send({ type: "hello", name, version: 1 });
      const answer = JSON.parse(await peer.next());
      if (answer.type !== "welcome") throw new Error(answer.message);
      opened.move();
      return peer;
    } catch (error) {
      // Rejected, or reset because of bytes already sent.
      refusal = error;
    }
  };
  return await waitUntil(tryOnce, () => `room for ${name}: ${refusal}`);
}
