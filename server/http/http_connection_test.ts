import { assert } from "@std/assert";
import { CLOSE_TOTAL_TIMEOUT } from "../net/timeouts.ts";
import { nextTick, openLimiter, reserveSlot } from "../testing/test_hub.ts";
import { HttpConnection } from "./http_connection.ts";
import { RequestLimiters } from "./request_limiter.ts";

const encoder = new TextEncoder();
const ADDRESS = { transport: "tcp", hostname: "127.0.0.1", port: 1 } as const;

Deno.test("HttpConnection tolerates a slow reader until the server stops", async () => {
  let isClosed = false;
  const closed = Promise.withResolvers<null>();
  let sip = Promise.withResolvers<number>();
  const requests = [encoder.encode("GET / HTTP/1.1\r\nHost: x\r\n\r\n")];
  const stream = {
    localAddr: ADDRESS,
    remoteAddr: ADDRESS,
    read: (buffer: Uint8Array) => {
      const request = requests.shift();
      if (request) buffer.set(request);
      return request ? Promise.resolve(request.length) : closed.promise;
    },
    write: () => sip.promise,
    closeWrite: () => Promise.resolve(),
    close: () => {
      isClosed = true;
      closed.resolve(null);
    },
  };
  const accepted = { stream, slot: reserveSlot(openLimiter()), client: ADDRESS };
  const limiter = new RequestLimiters().open(undefined);
  const connection = new HttpConnection(accepted, {
    timeouts: { handshake: 10_000, read: 10_000, ping: 60_000, maxPings: 2, write: 10_000 },
    admit: () => ({ limiter }),
    answer: () => ({ status: 200, headers: {}, body: new Uint8Array(1_000) }),
    upgrade: () => {
      throw new Error("Nobody asked for it");
    },
  });
  const over = connection.run();
  const begun = performance.now();
  for (let seconds = 0; seconds < 60; seconds++) {
    await nextTick();
    sip.resolve(1);
    sip = Promise.withResolvers();
    connection.check(begun + seconds * 1_000);
  }
  assert(!isClosed);
  connection.end();
  connection.check(performance.now() + CLOSE_TOTAL_TIMEOUT);
  assert(isClosed);
  sip.resolve(1);
  await over;
});
