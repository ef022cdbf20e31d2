import { assertEquals } from "@std/assert";
import { connectWithRetry } from "./connect_with_retry.ts";
import { Peer } from "./peer.ts";
import type { TestServer } from "./server.ts";
import { until } from "./process_usage.ts";

/**
 * Checks, as somebody who comes after a bad day, that it left nothing behind: nobody is in but those who ought to be, no
 * room is left open that is empty, and names are held by nobody.
 *
 * @param server The server.
 * @param names Names that were used, and are to be free.
 * @param others Who else is still in `#geral`.
 */
export async function assertNothingLeft(
  server: TestServer,
  names: readonly string[],
  others: readonly string[] = [],
): Promise<void> {
  await using accept = await connectWithRetry(server, "Visita");
  const present = [...others, "Visita"].sort();
  const due = JSON.stringify([[{ name: "#geral", members: present.length }], present]);
  let found = "";
  const look = async () => {
    await accept.send({ type: "list" }, { type: "who", room: "#geral" });
    const { rooms } = await accept.skipTo("rooms");
    const { names } = await accept.skipTo("members");
    // Rooms that are kept without being open come last, and are listed as well.
    const open = rooms.filter(({ members }) => members > 0);
    found = JSON.stringify([open, names.toSorted()]);
    // Those who went are out as soon as the server has read that they went.
    return found === due;
  };
  await until(look, () => `${due}; there is ${found.slice(0, 1_000)}`);
  for (const name of names) {
    await using _again = await Peer.json(server, name);
  }
  assertEquals(server.errors, []);
}
