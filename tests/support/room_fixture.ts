import { assertEquals } from "@std/assert";
import { addAccounts } from "./moderation_fixture.ts";
import { testOverStores } from "./over_stores.ts";
import { Peer } from "./peer.ts";
import { run } from "./program.ts";
import { codeOf, enter } from "./requests.ts";
import { startServer, type TestServer } from "./server.ts";
import { waitUntil } from "./wait_until.ts";

/** Room of these tests. */
export const ROOM = "#sala";

/** A server and its database. */
export interface RoomFixture {
  readonly server: TestServer;
  readonly db: string;
}

/** Defines the same test over all stores. `accounts` are added first; a `!` makes a server operator. */
export function testInRooms(
  name: string,
  accounts: readonly string[],
  fn: (fixture: RoomFixture) => Promise<void>,
): void {
  const hasAccounts = accounts.length > 0;
  testOverStores(name, async ({ args, db }) => {
    if (hasAccounts) await addAccounts(db, accounts);
    await using server = await startServer({ args });
    await fn({ server, db });
  }, { memory: !hasAccounts });
}

/** Signs in with a token as a guest and joins the room. */
export async function returning(server: TestServer, name: string, token: string): Promise<Peer> {
  return await enter(await Peer.json(server, name, { token }), ROOM);
}

/** Sends a message to the room and waits until it is acknowledged. */
export async function says(peer: Peer, text: string): Promise<void> {
  await peer.send({ type: "say", room: ROOM, text, ref: text });
  await peer.skipTo("ack");
}

/** Repeats a request until its answer is of a type or code. Changes by other processes are known within a second. */
export async function untilAnswered(
  peer: Peer,
  request: Record<string, unknown>,
  code: string,
): Promise<void> {
  await waitUntil(async () => await codeOf(peer, request) === code, code);
}

/** Runs `chat user` with an action and a name. */
export async function chatUser(action: string, name: string, db: string): Promise<void> {
  const { code, stderr } = await run(["user", action, name, "--db", db]);
  assertEquals([code, stderr], [0, ""]);
}
