/**
 * Lease of the node that a store writes for; unset on a single node. After another node has removed the lease, every write
 * is rejected, because other sessions may own the node's names. Each writing transaction checks and locks the lease.
 */
export class NodeLease {
  /** Id of the run in the table of nodes. Changes after the sessions of a resumed node have reclaimed their names or ended. */
  run: string | undefined;
}
