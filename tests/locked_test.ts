import { assertEquals } from "@std/assert";
import { Peer } from "./support/peer.ts";
import { secondConnection } from "./support/second_connection.ts";
import { startServer } from "./support/server.ts";

Deno.test("a locked database delays only what has to be stored", async () => {
  const directory = await Deno.makeTempDir();
  const db = `${directory}/chat.db`;
  {
    await using server = await startServer({ args: ["--db", db] });
    await using ana = await Peer.json(server, "Ana");
    await using bia = await Peer.json(server, "Bia");
    await ana.message("joined");
    const say = (text: string) => ({ type: "say", room: "#geral", text, ref: text, nonce: text });
    const other = secondConnection(db);
    other.exec("BEGIN IMMEDIATE");
    await ana.send(say("durante"));
    // Requests of others are answered while the message waits for the database.
    await bia.send({ type: "who", room: "#geral" });
    assertEquals((await bia.message("members")).names, ["Ana", "Bia"]);
    assertEquals(ana.frames, []);
    const { code, ref } = await ana.message("error");
    assertEquals([code, ref], ["not_stored", "durante"]);
    other.exec("ROLLBACK");
    other.close();
    await ana.send(say("durante"));
    assertEquals((await ana.message("message")).text, "durante");
    assertEquals((await ana.message("ack")).id, 1);
    await bia[Symbol.asyncDispose]();
    await ana[Symbol.asyncDispose]();
    assertEquals(await server.stop(), 0);
  }
  await Deno.remove(directory, { recursive: true });
});
