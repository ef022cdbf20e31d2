import { assertEquals } from "@std/assert";
import { testOverStores } from "../support/over_stores.ts";
import { Peer } from "../support/peer.ts";
import { startServer } from "../support/server.ts";

const MESSAGES = 600;

/** Text of distinct words, which take a store the longest. */
function text(nth: number): string {
  return Array.from({ length: 650 }, (_, word) => (nth * 650 + word).toString(36)).join(" ");
}

async function isFair(db: string): Promise<void> {
  await using server = await startServer({ args: ["--db", db] });
  await using loud = await Peer.json(server, "Alto");
  await using other = await Peer.json(server, "Bia");
  await loud.send({ type: "join", room: "barulho", ref: "in" });
  await loud.skipTo("history");
  const says = Array.from(
    { length: MESSAGES },
    (_, nth) => ({ type: "say", room: "#barulho", text: text(nth), ref: nth }),
  );
  await loud.send(...says, { type: "ping", ref: "read" });
  await loud.skipTo("pong");
  await other.send({ type: "say", room: "#geral", text: "oi", ref: 1 });
  await other.skipTo("ack");
  assertEquals(loud.frames.some((frame) => JSON.parse(frame).ref === MESSAGES - 1), false);
  while ((await loud.skipTo("ack")).ref !== MESSAGES - 1);
}

testOverStores(
  "one client's flood does not delay the storing of another's message",
  ({ db }) => isFair(db),
  { memory: false },
);
