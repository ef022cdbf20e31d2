import { CliError } from "../../cli/cli_error.ts";
import { readNamedFile } from "../../cli/read_named_file.ts";
import type { Catalogue } from "../../locale/texts/catalogue.ts";
import { NatsError, natsFailure } from "../bus/nats_error.ts";
import { Cluster, type ClusterOptions } from "../cluster/cluster.ts";
import type { ServeOptions } from "../options/options.ts";
import { storeFailure } from "../store/store_failure.ts";

/** Parts of a node, besides its options. */
export interface NodeParts extends Pick<ClusterOptions, "node" | "log" | "lease"> {
  /** The address of NATS. */
  readonly nats: string;
  readonly texts: Catalogue;
}

/**
 * Joins a cluster.
 *
 * @param options The values of the flags.
 * @param parts See {@linkcode NodeParts}.
 * @throws {CliError} If a file cannot be read, or the node cannot join.
 */
export async function joinCluster(
  options: ServeOptions,
  { nats, texts, ...parts }: NodeParts,
): Promise<Cluster> {
  const { db, "nats-ca": ca, "nats-credentials": credentials } = options;
  const read = async (path: string | undefined) =>
    path === undefined ? undefined : await readNamedFile(path, texts);
  try {
    return await Cluster.join({
      ...parts,
      location: db,
      nats: { location: nats, ca: await read(ca), credentials: await read(credentials) },
      announceLimit: options["announce-limit"],
      guest: texts.chat.guest,
    });
  } catch (error) {
    if (error instanceof CliError) throw error;
    throw new CliError(texts.log.cannotJoin(joinReason(error, texts)), { cause: error });
  }
}

/** Explains why a node cannot join its cluster. */
function joinReason(error: unknown, texts: Catalogue): string {
  return error instanceof NatsError ? natsFailure(error, texts) : storeFailure(error, texts);
}
