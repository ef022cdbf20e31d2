import type { WireName } from "../wires/wires.ts";
import type { ServerProcess } from "./server_process.ts";

/** Options of {@linkcode System.start}. */
export interface StartOptions {
  /** An empty directory, removed afterwards. */
  readonly directory: string;
  /** Prefix of the command, such as `taskset -c 1`. */
  readonly prefix: readonly string[];
}

/** What every system has. */
interface Measurable {
  readonly name: string;
  readonly title: string;
  /** Whether it is this program rather than a peer. */
  readonly isChat: boolean;
  /** Returns why it cannot be measured on this machine, or `undefined` if it can. */
  obstacle(): Promise<string | undefined>;
}

/** A server that the load generator talks to. */
export interface ServerSystem extends Measurable {
  readonly wire: WireName;
  /** Whether clients speak TLS; false by default. */
  readonly isEncrypted?: boolean;
  /** Starts a fresh server on a free port of 127.0.0.1; resolves when it listens. */
  start(options: StartOptions): Promise<ServerProcess>;
}

/** A loop that takes the place of the load generator and of a server. */
export interface LoopSystem extends Measurable {
  /** Path of the script. Its arguments are a {@linkcode LoopRun} as JSON and an empty directory. */
  readonly loop: string;
}

/** What can be measured. */
export type System = ServerSystem | LoopSystem;
