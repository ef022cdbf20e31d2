import type { Abuse } from "./abuse.ts";
import { QUESTION_ABUSES } from "./abuses/questions.ts";
import { TEXT_ABUSES } from "./abuses/texts.ts";
import { WEB_ABUSES } from "./abuses/web.ts";

/** Every abuse, in the order of the table. */
export const ABUSES: readonly Abuse[] = [...TEXT_ABUSES, ...QUESTION_ABUSES, ...WEB_ABUSES];

/**
 * Finds an abuse.
 *
 * @param name Its name, as the command line has it.
 * @throws {Error} If there is none.
 */
export function findAbuse(name: string): Abuse {
  const abuse = ABUSES.find((abuse) => abuse.name === name);
  if (abuse === undefined) throw new Error(`Cannot find the abuse ${name}`);
  return abuse;
}
