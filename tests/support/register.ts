import { assertEquals } from "@std/assert";
import { PASSWORD } from "./moderation_fixture.ts";
import { Peer } from "./peer.ts";
import { codeOf } from "./requests.ts";
import type { TestServer } from "./server.ts";

/** Registers the name of a session, with {@linkcode PASSWORD}. */
export async function registerName(peer: Peer): Promise<void> {
  assertEquals(await codeOf(peer, { type: "register", password: PASSWORD }), "registered");
}

/** Registers a name in a session of its own. */
export async function register(server: TestServer, name: string): Promise<void> {
  await using peer = await Peer.json(server, name);
  await registerName(peer);
}
