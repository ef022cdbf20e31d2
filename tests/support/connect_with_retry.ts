import { PATIENCE, Peer } from "./peer.ts";
import type { TestServer } from "./server.ts";

/** Comes in as soon as there is a place: whoever is turned away comes again. */
export async function connectWithRetry(server: TestServer, name: string): Promise<Peer> {
  const until = performance.now() + PATIENCE;
  for (;;) {
    try {
      await using opened = new AsyncDisposableStack();
      const peer = opened.use(await Peer.connect(server));
      await peer.send({ type: "hello", name, version: 1 });
      const answer = JSON.parse(await peer.next());
      if (answer.type !== "welcome") throw new Error(answer.message);
      opened.move();
      return peer;
    } catch (error) {
      // Turned away, or reset for what it said meanwhile.
      if (performance.now() > until) throw error;
    }
  }
}
