/**
 * Lease of the node that a store writes for; unset on a single node. Once another node has removed the lease, every write is
 * refused, as other sessions may have the node's names. Each transaction that writes checks the lease and locks it.
 */
export class NodeLease {
  /** Id of the run in the table of nodes; changes once the sessions of a resumed node have their names again, or have ended. */
  run: string | undefined;
}
