import type { Account } from "../../store/account_store.ts";
import { EVERYWHERE, type Rule } from "../../store/rule_store.ts";

/** Returns the rule that makes an account a server operator, as `chat user op` stores it. */
export function operatorRule({ id, name }: Pick<Account, "id" | "name">): Rule {
  return {
    room: EVERYWHERE,
    kind: "operator",
    subject: id,
    name,
    identities: [id],
    text: "",
    by: "",
    at: Date.now(),
  };
}
