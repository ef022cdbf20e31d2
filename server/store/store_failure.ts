import { bareMessage, systemReason } from "../../cli/system_error.ts";
import type { Catalogue } from "../../locale/texts/catalogue.ts";
import type { StoreReason } from "../../locale/texts/store.ts";
import type { SystemTexts } from "../../locale/texts/system.ts";
import { StoreError } from "./store_error.ts";

/** Messages of SQLite and what they mean (sqlite.org/rescode.html). `node:sqlite` gives codes with some errors only. */
const SQLITE: readonly (readonly [RegExp, StoreReason | keyof SystemTexts])[] = [
  [/database or disk is full/, "full"],
  [/disk I\/O error/, "inputOutput"],
  [/unable to open database file/, "cannot_open"],
  [/readonly database/, "read_only"],
  [/database (table )?is locked/, "locked"],
  [/file is not a database/, "not_database"],
  [/database disk image is malformed/, "damaged"],
];

/** Codes of PostgreSQL (its manual, appendix A) and of the library, and what they mean. */
const POSTGRES: Readonly<Record<string, StoreReason | keyof SystemTexts>> = {
  CONNECT_TIMEOUT: "no_answer",
  CONNECTION_CLOSED: "reset",
  CONNECTION_ENDED: "reset",
  CONNECTION_DESTROYED: "reset",
  "25006": "read_only",
  "28000": "rejected",
  "28P01": "wrong_password",
  "3D000": "no_such_database",
  "42501": "denied",
  "53100": "full",
  "53300": "too_many_connections",
  "55P03": "locked",
  "57014": "no_answer",
  "57P01": "not_ready",
  "57P02": "not_ready",
  "57P03": "not_ready",
};

/**
 * Explains a failure of a store in one line for users.
 *
 * @param error The error; one of another kind is explained without saying what failed.
 * @param texts The texts of the language.
 */
export function storeFailure(error: unknown, texts: Pick<Catalogue, "store" | "system">): string {
  if (!(error instanceof StoreError) || error.action === undefined) return bareMessage(error);
  const { action, place, cause } = error;
  const subject = [texts.store.failed[action], place].filter(Boolean).join(" ");
  return `${subject}: ${reasonOf(cause, texts)}`;
}

function reasonOf(
  error: unknown,
  { store: { reasons }, system }: Pick<Catalogue, "store" | "system">,
): string {
  if (!(error instanceof Error)) return bareMessage(error);
  const { code = "", values = [] } = error as { code?: string; values?: readonly string[] };
  if (Object.hasOwn(reasons, code)) return reasons[code as StoreReason](...values);
  const known = POSTGRES[code] ?? SQLITE.find(([message]) => message.test(error.message))?.[1];
  if (known === undefined) return systemReason(error, system);
  return known in reasons
    ? reasons[known as StoreReason](bareMessage(error))
    : system[known as keyof SystemTexts];
}
