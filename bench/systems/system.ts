import type { WireName } from "../wires/wires.ts";
import type { ServerProcess } from "./server_process.ts";

/** Options of {@linkcode System.start}. */
export interface StartOptions {
  /** An empty directory, removed afterwards. */
  readonly directory: string;
  /** Prefix of the command, such as `taskset -c 1`. */
  readonly prefix: readonly string[];
}

/** A server that can be measured. */
export interface System {
  readonly name: string;
  readonly title: string;
  /** Whether it is this program rather than a peer. */
  readonly isChat: boolean;
  readonly wire: WireName;
  /** Starts a fresh server on a free port of 127.0.0.1; resolves when it listens. */
  start(options: StartOptions): Promise<ServerProcess>;
  /** Returns why it cannot be measured on this machine, or `undefined` if it can. */
  obstacle(): Promise<string | undefined>;
}
