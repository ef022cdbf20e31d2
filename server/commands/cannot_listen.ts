import { type Address, showAddress } from "../../cli/address.ts";
import { CliError } from "../../cli/cli_error.ts";
import { systemCause, systemReason } from "../../cli/system_error.ts";
import type { Catalogue } from "../../locale/texts/catalogue.ts";

/** Lowest port that programs of any user may listen on, except where the system is configured otherwise. */
const MIN_UNPRIVILEGED_PORT = 1_024;

/**
 * Returns the error that a server cannot listen.
 *
 * @param address The address.
 * @param error The system's error.
 * @param texts The texts of the language.
 */
export function cannotListen(
  address: Address,
  error: unknown,
  { log, system }: Catalogue,
): CliError {
  const cause = systemCause(error);
  const reason = cause === "denied" && address.port < MIN_UNPRIVILEGED_PORT
    ? system.privilegedPort
    : systemReason(error, system);
  return new CliError(log.cannotListen(showAddress(address), reason), { cause: error });
}
