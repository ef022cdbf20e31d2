import { connect, createServer, type Socket } from "node:net";
import type { AddressInfo } from "node:net";
import type { TestServer } from "./server.ts";

/** A server as seen from another address of this machine. */
export interface Relay extends AsyncDisposable {
  readonly server: TestServer;
}

/** Sends the first bytes of a connection. */
export type Begin = (server: Socket) => void | Promise<void>;

/**
 * Starts a relay that connects to a server from a loopback address, such as `127.0.0.5`. It uses `node:net` because
 * `Deno.connect` cannot choose the local address.
 *
 * @param address The address.
 * @param server The server.
 * @param begin Sends the first bytes of each connection to the server; what the client sent by then is sent after them.
 */
export async function relayFrom(
  address: string,
  server: TestServer,
  begin: Begin = () => {},
): Promise<Relay> {
  const main = await relayTo(server.port, { address, host: server.host, begin });
  const web = server.webPort === undefined
    ? undefined
    : await relayTo(server.webPort, { address, host: server.host, begin });
  return {
    server: { ...server, port: main.port, webPort: web?.port },
    [Symbol.asyncDispose]: async () => {
      await main[Symbol.asyncDispose]();
      await web?.[Symbol.asyncDispose]();
    },
  };
}

async function relayTo(
  target: number,
  { address, host, begin }: {
    readonly address: string;
    readonly host: string;
    readonly begin: Begin;
  },
): Promise<AsyncDisposable & { readonly port: number }> {
  const sockets = new Set<Socket>();
  const relay = createServer((near) => {
    const far = connect({ host, port: target, localAddress: address });
    for (const [one, other] of [[near, far], [far, near]] as const) {
      sockets.add(one);
      one.on("error", () => other.destroy());
      one.on("close", () => sockets.delete(one));
    }
    far.pipe(near);
    void Promise.resolve(begin(far)).then(() => near.pipe(far));
  });
  await new Promise<void>((resolve) => relay.listen(0, "127.0.0.1", resolve));
  const { port } = relay.address() as AddressInfo;
  return {
    port,
    [Symbol.asyncDispose]: async () => {
      const closed = new Promise((resolve) => relay.close(resolve));
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
}
