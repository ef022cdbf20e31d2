import { Accounts } from "../../server/accounts/accounts.ts";
import { operatorRule } from "../../server/chat/moderation/operator_rule.ts";
import { openStore } from "../../server/store/open_store.ts";
import { Peer } from "./peer.ts";
import { enter } from "./requests.ts";
import { startServer, type TestServer } from "./server.ts";

/** Password of all accounts in these tests. */
export const PASSWORD = "cavalo certo";

/**
 * Adds accounts to a database.
 *
 * @param db Location of the database.
 * @param names Names of the accounts; a `!` after a name makes a server operator.
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

/** A server with a database that has accounts. */
export interface ModerationFixture extends AsyncDisposable {
  readonly db: string;
  readonly server: TestServer;
}

/**
 * Starts a server with a SQLite database.
 *
 * @param accounts As for {@linkcode addAccounts}.
 * @param args More flags of `serve`.
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

/** Signs in to an account and joins a room. */
export async function logIn(server: TestServer, name: string, room?: string): Promise<Peer> {
  return await enter(await Peer.json(server, name, { password: PASSWORD }), room);
}

/** Signs in as a guest and joins a room. */
export async function guest(server: TestServer, name: string, room?: string): Promise<Peer> {
  return await enter(await Peer.json(server, name), room);
}
