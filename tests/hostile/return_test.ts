import { assertEquals } from "@std/assert";
import { testOverTransports } from "../support/over_transports.ts";
import { Peer } from "../support/peer.ts";

/** A room name that was valid before marks were restricted. */
const FORMER = "#Bo\u0338b";

testOverTransports(
  "resuming a room with a name now forbidden leaves it and keeps others",
  async (start) => {
    await using server = await start();
    await using peer = await Peer.connect(server);
    const resume = { [FORMER]: 3, "#jogos": 0, "##": 0 };
    await peer.send({ type: "hello", name: "Bia", version: 1, resume });
    await peer.message("welcome");
    for (const room of [FORMER, "##"]) {
      assertEquals((await peer.message("error")).code, "bad_room");
      assertEquals(await peer.message("left"), { type: "left", room, name: "Bia" });
    }
    assertEquals((await peer.message("joined")).room, "#geral");
    assertEquals((await peer.message("joined")).room, "#jogos");
    assertEquals((await peer.message("history")).room, "#jogos");
    // Rooms beyond those that `hello` resumes.
    await peer.send({ type: "join", room: FORMER, after: 3, ref: 1 });
    assertEquals((await peer.message("error")).ref, 1);
    assertEquals(await peer.message("left"), { type: "left", room: FORMER, name: "Bia" });
  },
  { web: true },
);
