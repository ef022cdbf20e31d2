import type { Abuse } from "./abuse.ts";
import { QUESTION_ABUSES } from "./abuses/questions.ts";
import { TEXT_ABUSES } from "./abuses/texts.ts";
import { WEB_ABUSES } from "./abuses/web.ts";

/** All abuses, in the order of the table. */
export const ABUSES: readonly Abuse[] = [...TEXT_ABUSES, ...QUESTION_ABUSES, ...WEB_ABUSES];

/**
 * @param name {@linkcode Abuse.name} of the abuse.
 * @throws {Error} If no abuse has this name.
 */
export function findAbuse(name: string): Abuse {
  const abuse = ABUSES.find((abuse) => abuse.name === name);
  if (abuse === undefined) throw new Error(`Cannot find the abuse ${name}`);
  return abuse;
}
