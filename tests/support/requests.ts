import type { ServerMessage } from "../../protocol/messages/server_messages.ts";
import type { Peer } from "./peer.ts";

/** Leaves `#geral` for a room and skips all frames up to its history. */
export async function enter(peer: Peer, room?: string): Promise<Peer> {
  if (room === undefined) return peer;
  await peer.send({ type: "leave", room: "#geral" }, { type: "join", room, ref: "enter" });
  await peer.skipTo("history");
  return peer;
}

/** Sends a request and skips all frames before its answer, which is returned without its `ref`. */
export async function ask(
  peer: Peer,
  message: Record<string, unknown>,
): Promise<ServerMessage> {
  const ref = crypto.randomUUID();
  await peer.send({ ...message, ref });
  for (;;) {
    const { ref: answered, ...answer } = JSON.parse(await peer.next());
    if (answered === ref) return answer;
  }
}

/** Sends a request; returns the code of the error or the type of the answer. */
export async function codeOf(peer: Peer, message: Record<string, unknown>): Promise<string> {
  const answer = await ask(peer, message);
  return answer.type === "error" ? answer.code : answer.type;
}

/** Takes all events that the server sent before it answers a ping. */
export async function settled(peer: Peer): Promise<ServerMessage[]> {
  const ref = crypto.randomUUID();
  await peer.send({ type: "ping", ref });
  const events: ServerMessage[] = [];
  for (;;) {
    const event = JSON.parse(await peer.next());
    if (event.ref === ref) return events;
    events.push(event);
  }
}
