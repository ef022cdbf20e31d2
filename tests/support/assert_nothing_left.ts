import { assertEquals } from "@std/assert";
import { connectWithRetry } from "./connect_with_retry.ts";
import { Peer } from "./peer.ts";
import type { TestServer } from "./server.ts";
import { waitUntil } from "./wait_until.ts";

/**
 * Checks that clients which are gone left nothing behind: no member, no empty room that is open, and no name in use.
 *
 * @param server The server.
 * @param names Names that were used and must be free again.
 * @param others Members who are still in `#geral`.
 */
export async function assertNothingLeft(
  server: TestServer,
  names: readonly string[],
  others: readonly string[] = [],
): Promise<void> {
  await using probe = await connectWithRetry(server, "Visita");
  const present = [...others, "Visita"].sort();
  const due = JSON.stringify([[{ name: "#geral", members: present.length }], present]);
  let found = "";
  const look = async () => {
    await probe.send({ type: "list" }, { type: "who", room: "#geral" });
    const { rooms } = await probe.skipTo("rooms");
    const { names } = await probe.skipTo("members");
    // Empty rooms with a past are listed too.
    const open = rooms.filter(({ members }) => members > 0);
    found = JSON.stringify([open, names.toSorted()]);
    // A member leaves once the server has read the end of their connection.
    return found === due;
  };
  await waitUntil(look, () => `${due}; there is ${found.slice(0, 1_000)}`, {
    timeout: 60_000,
  });
  for (const name of names) {
    await using _again = await Peer.json(server, name);
  }
  assertEquals(server.errors, []);
}
