import { assertEquals } from "@std/assert";
import { Peer } from "./peer.ts";
import type { TestServer } from "./server.ts";

/** Reads all texts of `#geral` by resuming from its beginning, and checks that their ids are 1, 2, 3 … */
export async function readAll(server: TestServer): Promise<string[]> {
  await using peer = await Peer.connect(server);
  await peer.send({ type: "hello", name: "Leitora", version: 1, resume: { "#geral": 0 } });
  const texts: string[] = [];
  for (let more = true; more;) {
    const history = await peer.skipTo("history");
    for (const { id, text } of history.messages) {
      assertEquals(id, texts.length + 1);
      texts.push(text);
    }
    more = history.more;
  }
  return texts;
}
