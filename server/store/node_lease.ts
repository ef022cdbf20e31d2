/**
 * The run of a node on whose behalf a store writes, as the table of nodes names it; of a chat that is one node there is none.
 * Where it is there no more, another node has ended it and its names may be those of others: then nothing is written. It is
 * looked at in each transaction that writes, which it also keeps from being ended until that is over.
 */
export class NodeLease {
  /** Set once the node is one, and again once all of its sessions have their names again. */
  run: string | undefined;
}
