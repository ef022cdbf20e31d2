import { domainToASCII } from "node:url";
import { isIP } from "node:net";
import { integer, language, list, text, toggle, type Values } from "../cli/flags.ts";

/** The flags of `chat cert`. */
export const CERT_FLAGS = {
  host: list("NAME", toHost, (texts) => texts.flags.certHost),
  out: text("DIR", ".", (texts) => texts.flags.certOut),
  days: integer("N", 365, [1, 3_650], (texts) => texts.flags.certDays),
  force: toggle((texts) => texts.flags.certForce),
  lang: language(),
} as const;

/** The values of the flags of `chat cert`. */
export type CertOptions = Values<typeof CERT_FLAGS>;

/** Parses an address or a name, which may begin with `*.`, into the form that certificates use. */
function toHost(given: string): string {
  if (isIP(given)) return given;
  const name = domainToASCII(given);
  if (!/^(\*\.)?[a-z\d-]+(\.[a-z\d-]+)*$/.test(name)) throw new TypeError("name | address");
  return name;
}
