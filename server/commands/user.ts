import { askSecrets } from "../../cli/ask_secrets.ts";
import { readCommandLine } from "../../cli/command_line.ts";
import { CliError } from "../../cli/cli_error.ts";
import { didYouMean } from "../../cli/did_you_mean.ts";
import { UsageError, type Values } from "../../cli/flags.ts";
import { readPassword } from "../../cli/read_password.ts";
import { print } from "../../cli/print.ts";
import { errorMessage } from "../../locale/render/error_message.ts";
import type { Catalogue } from "../../locale/texts/catalogue.ts";
import { isSpelled, toName } from "../../protocol/text/names.ts";
import { type AccountResult, Accounts } from "../accounts/accounts.ts";
import { operatorRule } from "../chat/moderation/operator_rule.ts";
import { USER_ACTIONS, USER_FLAGS } from "../options/options.ts";
import { explainStoreErrors } from "./explain_store_errors.ts";
import type { Account } from "../store/account_store.ts";
import { openStore } from "../store/open_store.ts";
import { EVERYWHERE, type RuleStore } from "../store/rule_store.ts";
import type { Store } from "../store/store.ts";
import { badName } from "../../protocol/messages/name_problem.ts";
import { errorText } from "../../locale/render/error_message.ts";

type Action = typeof USER_ACTIONS[number];

/**
 * Runs `chat user`: adds, changes, removes and lists accounts and server operators, even while the server runs.
 *
 * @param args The arguments after `user`: the action, the name, and flags.
 * @returns The exit code.
 * @throws {UsageError} If the command line is wrong.
 * @throws {CliError} If the action fails.
 */
export async function user(args: readonly string[]): Promise<number> {
  const firstFlag = args.findIndex((argument) => argument.startsWith("-"));
  const words = args.slice(0, firstFlag < 0 ? args.length : firstFlag);
  const given = await readCommandLine("user", USER_FLAGS, args.slice(words.length));
  if (given === "help") return 0;
  const { options, texts } = given;
  const { action, name } = readWords(words, texts);
  await refuseMissing(action, options.db, texts);
  return await explainStoreErrors(() => act(action, name, { options, texts }), texts);
}

async function act(
  action: Action,
  name: string,
  { options, texts }: { readonly options: Values<typeof USER_FLAGS>; readonly texts: Catalogue },
): Promise<number> {
  await using store = await openStore(options.db);
  if (action === "list") return await list(store);
  const accounts = new Accounts(store.accounts);
  const password = () => askNewPassword(options["password-file"], texts);
  switch (action) {
    case "add":
      nameOf(await accounts.add(name, await password()), texts);
      print(texts.user.added(name));
      return 0;
    case "passwd": {
      const account = await find(accounts, name, texts);
      nameOf(await accounts.setPassword(account, await password()), texts);
      print(texts.user.changed(account.name));
      return 0;
    }
    case "remove": {
      const account = await find(accounts, name, texts);
      await store.accounts.removeAccount(account.id);
      await forget(store.rules, account.id);
      print(texts.user.removed(account.name));
      return 0;
    }
    case "op":
    case "deop": {
      const account = await find(accounts, name, texts);
      const rule = operatorRule(account);
      await store.rules.changeRules([action === "op" ? { put: rule } : { drop: rule }]);
      print((action === "op" ? texts.user.opped : texts.user.deopped)(account.name));
      return 0;
    }
  }
}

function readWords(words: readonly string[], texts: Catalogue): { action: Action; name: string } {
  const [word = "", given, ...more] = words;
  const action = USER_ACTIONS.find((action) => action === word);
  if (action === undefined) {
    throw new UsageError(texts.user.unknownAction(word) + didYouMean(word, USER_ACTIONS, texts));
  }
  const extra = action === "list" ? given : more[0];
  if (extra !== undefined) throw new UsageError(texts.usage.unexpected(extra));
  if (action === "list") return { action, name: "" };
  const name = given === undefined ? undefined : toName(given) ?? toOldName(given, action);
  if (name === undefined) throw new UsageError(errorText(badName(given ?? ""), texts));
  return { action, name };
}

/** Accepts names registered under earlier rules on combining marks, so that their accounts can be removed. */
function toOldName(given: string, action: Action): string | undefined {
  const name = given.normalize("NFC");
  return action !== "add" && isSpelled(name) ? name : undefined;
}

/** Rejects actions on accounts of a database that does not exist, instead of creating it. */
async function refuseMissing(action: Action, db: string, texts: Catalogue): Promise<void> {
  if (db === ":memory:") throw new UsageError(texts.user.notInMemory);
  if (action === "add" || db.includes("://")) return;
  try {
    await Deno.stat(db);
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) return;
    throw new CliError(texts.user.noDatabase(db), { cause: error });
  }
}

async function list(store: Store): Promise<number> {
  const rules = await store.rules.listRules();
  const operators = new Set(
    rules.flatMap(({ room, kind, subject }) =>
      room === EVERYWHERE && kind === "operator" ? [subject] : []
    ),
  );
  for (const { id, name, at } of await store.accounts.listAccounts()) {
    print(`${name}\t${new Date(at).toISOString()}${operators.has(id) ? "\top" : ""}`);
  }
  return 0;
}

/** Deletes the grants of a removed account; its id is never used again. */
async function forget(store: RuleStore, id: string): Promise<void> {
  const given = (await store.listRules()).filter(({ kind, identities }) =>
    kind !== "ban" && kind !== "mute" && identities.includes(id)
  );
  await store.changeRules(given.map((drop) => ({ drop })));
}

async function find(accounts: Accounts, name: string, texts: Catalogue): Promise<Account> {
  const account = await accounts.find(name);
  if (account === undefined) throw new CliError(texts.user.noSuchAccount(name));
  return account;
}

function nameOf(outcome: AccountResult, texts: Catalogue): void {
  if ("refusal" in outcome) throw new CliError(errorMessage(outcome.refusal, texts).message);
}

/** Returns the given password, or asks for it twice. */
async function askNewPassword(file: string | undefined, texts: Catalogue): Promise<string> {
  const given = await readPassword(file, texts);
  if (given !== undefined) return given;
  const { askNewPassword, askAgain, passwordsDiffer } = texts.client;
  if (!Deno.stdin.isTerminal()) throw new UsageError(texts.user.passwordMissing);
  const [password = "", again = ""] = await askSecrets([askNewPassword, askAgain]);
  if (password !== again) throw new CliError(passwordsDiffer);
  return password;
}
