import type { WireName } from "../wires/wires.ts";
import type { ServerProcess } from "./server_process.ts";

/** What a run of a system is started with. */
export interface StartOptions {
  /** A directory of its own, empty, removed afterwards. */
  readonly directory: string;
  /** What stands before the command line, as in `taskset -c 1`. */
  readonly prefix: readonly string[];
}

/** One of the servers that are measured. */
export interface System {
  readonly name: string;
  readonly title: string;
  /** Whether it is this program, and not one of its peers. */
  readonly isChat: boolean;
  readonly wire: WireName;
  /** Starts a fresh server on a free port of this machine; resolves when it listens. */
  start(options: StartOptions): Promise<ServerProcess>;
  /** Returns why it cannot be measured here, if it cannot. */
  obstacle(): Promise<string | undefined>;
}
