import { assertEquals } from "@std/assert";
import { deadline } from "@std/async/deadline";
import { dialTcp } from "../client/connection/dial.ts";
import { ChatClient } from "../client/session/client.ts";
import { DEFAULT_LIMITS } from "../protocol/limits.ts";
import { Peer } from "./support/peer.ts";
import { startServer } from "./support/server.ts";
import { TIMEOUT } from "./support/wait_until.ts";

const { room: LONGEST, rooms: MANY } = DEFAULT_LIMITS;

Deno.test("a client resumes the most rooms with the longest names", async () => {
  await using server = await startServer({ args: ["--rate", "0"] });
  const rooms = Array.from({ length: MANY - 1 }, (_, at) => `#${`${at}`.padStart(LONGEST, "x")}`);
  const last = rooms.at(-1)!;
  const caughtUp = Promise.withResolvers<number>();
  const missed: string[] = [];
  let away: Promise<void> = Promise.resolve();
  const client = new ChatClient({
    dial: async () => {
      await away;
      return await dialTcp({ hostname: "127.0.0.1", port: server.port }, () => {});
    },
    waits: () => Array.from({ length: 10 }, () => 0).values(),
    onEvent: (event) => {
      if (event.type === "back") caughtUp.resolve(event.caught);
      if (event.type !== "server" || event.message.type !== "message") return;
      missed.push(event.message.text);
    },
  });
  await client.connect();
  await client.signIn("Alice");
  for (const room of rooms) client.request({ type: "join", room });
  await deadline(client.settled(), TIMEOUT);
  // The client must not miss messages sent while it is away.
  const { promise, resolve: comeBack } = Promise.withResolvers<void>();
  away = promise;
  client.reconnect();
  await using bob = await Peer.json(server, "Bob");
  await bob.send({ type: "join", room: last });
  await bob.skipTo("history");
  await bob.send({ type: "say", room: last, text: "perdida?", ref: 1 });
  await bob.skipTo("ack");
  comeBack();
  assertEquals(await deadline(caughtUp.promise, TIMEOUT), 1);
  assertEquals(missed, ["perdida?"]);
  await bob.send({ type: "who", room: last });
  assertEquals((await bob.skipTo("members")).names.toSorted(), ["Alice", "Bob"]);
  client.close();
});
