import type { HistoryPage } from "../../protocol/messages/server_messages.ts";
import { Peer } from "./peer.ts";
import { ask } from "./requests.ts";
import type { TestServer } from "./server.ts";

/** Room of most of these tests. */
export const ROOM = "#geral";

/** Signs in a client that asks for changes. */
export function signIn(
  server: TestServer,
  name: string,
  fields: Record<string, unknown> = {},
): Promise<Peer> {
  return Peer.json(server, name, { changes: true, ...fields });
}

/** Says something in the room and returns its id. Other events before the `ack` are dropped. */
export async function say(
  peer: Peer,
  text: string,
  fields: Record<string, unknown> = {},
): Promise<number> {
  return await idOf(peer, { type: "say", room: ROOM, text, ...fields });
}

/** Sends a request that is acknowledged and returns the id. Other events before the `ack` are dropped. */
export async function idOf(peer: Peer, request: Record<string, unknown>): Promise<number> {
  const answer = await ask(peer, { room: ROOM, ...request });
  if (answer.type !== "ack") throw new Error(`Expected ack, came ${JSON.stringify(answer)}`);
  return answer.id;
}

/** Requests a page of the room. */
export async function history(
  peer: Peer,
  fields: Record<string, unknown> = {},
): Promise<HistoryPage> {
  const answer = await ask(peer, { type: "history", room: ROOM, ...fields });
  if (answer.type !== "history") {
    throw new Error(`Expected history, came ${JSON.stringify(answer)}`);
  }
  return answer;
}

/** Takes the next event that is about messages, without its time. */
export async function nextEntry(peer: Peer): Promise<Record<string, unknown>> {
  for (;;) {
    const { at: _, ...event } = JSON.parse(await peer.next());
    if (["message", "direct", "edited", "deleted", "reacted"].includes(event.type)) return event;
  }
}

/** An event without its time, if it has one. */
export function timeless(event: object): Record<string, unknown> {
  const { at: _, ...rest } = event as Record<string, unknown>;
  return rest;
}
