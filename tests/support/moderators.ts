import type { ServerMessage } from "../../protocol/messages/messages.ts";
import { Accounts } from "../../server/accounts/accounts.ts";
import { operatorRule } from "../../server/chat/moderation/operator_rule.ts";
import { openStore } from "../../server/store/open_store.ts";
import { Peer } from "./peer.ts";
import { startServer, type TestServer } from "./server.ts";

/** The password of everybody in these tests. */
export const PASSWORD = "cavalo certo";

/**
 * Makes accounts.
 *
 * @param db The database.
 * @param names Their names; those with `!` are operators of the server.
 */
export async function addAccounts(db: string, names: readonly string[]): Promise<void> {
  await using store = await openStore(db);
  const accounts = new Accounts(store.accounts);
  for (const given of names) {
    const outcome = await accounts.add(given.replace("!", ""), PASSWORD);
    if ("refusal" in outcome) throw new Error(outcome.refusal.code);
    if (!given.endsWith("!")) continue;
    await store.rules.changeRules([{ put: operatorRule(outcome.account) }]);
  }
}

/** A server with a database, on which there are accounts. */
export interface ModerationFixture extends AsyncDisposable {
  readonly db: string;
  readonly server: TestServer;
}

/**
 * Starts a server.
 *
 * @param accounts The names of those who have an account; those with `!` are operators of the server.
 * @param args More of its flags.
 */
export async function openFixture(
  accounts: readonly string[],
  args: readonly string[] = [],
): Promise<ModerationFixture> {
  const directory = await Deno.makeTempDir();
  const db = `${directory}/chat.db`;
  await addAccounts(db, accounts);
  const server = await startServer({ args: ["--db", db, ...args] });
  return {
    db,
    server,
    [Symbol.asyncDispose]: async () => {
      await server.stop();
      await Deno.remove(directory, { recursive: true });
    },
  };
}

/** Lets somebody in who has an account, into a room. */
export async function logIn(server: TestServer, name: string, room?: string): Promise<Peer> {
  return await enter(await Peer.json(server, name, { password: PASSWORD }), room);
}

/** Lets somebody in who has none, into a room. */
export async function guest(server: TestServer, name: string, room?: string): Promise<Peer> {
  return await enter(await Peer.json(server, name), room);
}

/** Goes from `#geral` to a room; the answers are taken, and what had come before. */
export async function enter(peer: Peer, room?: string): Promise<Peer> {
  if (room === undefined) return peer;
  await peer.send({ type: "leave", room: "#geral" }, { type: "join", room, ref: "enter" });
  await peer.skipTo("history");
  return peer;
}

/**
 * Asks for something, and takes what comes up to the answer.
 *
 * @returns The answer: an error's code, or the message.
 */
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

/** Asks for something, and gives the code of the error or the type of the answer. */
export async function codeOf(peer: Peer, message: Record<string, unknown>): Promise<string> {
  const answer = await ask(peer, message);
  return answer.type === "error" ? answer.code : answer.type;
}

/** Takes all that had come when the server answers the next request. */
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
