import { assertEquals } from "@std/assert";
import { testOverTransports } from "../support/over_transports.ts";
import { Peer } from "../support/peer.ts";

/** The longest message by default: 16,000 bytes, which cost 16 tokens. */
const text = "👋".repeat(4_000);

testOverTransports(
  "the message rate counts bytes as well as messages",
  async (start) => {
    await using server = await start({ args: ["--rate", "1", "--burst", "20"] });
    await using loud = await Peer.json(server, "Alto");
    await using other = await Peer.json(server, "Bia");
    const say = { type: "say", room: "#geral", text };
    await loud.send({ ...say, ref: 1 }, { ...say, ref: 2 });
    assertEquals((await loud.skipTo("ack")).ref, 1);
    await other.send({ type: "say", room: "#geral", text: "oi", ref: 3 });
    assertEquals((await other.skipTo("ack")).ref, 3);
    const acks = loud.frames.filter((frame) => JSON.parse(frame).type === "ack");
    assertEquals(acks, []);
  },
  { web: true },
);
