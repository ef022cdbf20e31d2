import type { Account } from "../../store/account_store.ts";
import { EVERYWHERE, type Rule } from "../../store/rule_store.ts";

/** Gives the rule that makes an account one of an operator of the server, as whoever runs it says. */
export function operatorRule({ id, name }: Pick<Account, "id" | "name">): Rule {
  return {
    ...{ room: EVERYWHERE, kind: "operator", subject: id, name, identities: [id] },
    ...{ text: "", by: "", at: Date.now() },
  };
}
