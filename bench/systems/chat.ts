import { TemporaryDirectory } from "../temporary_directory.ts";
import type { WireName } from "../wires/wires.ts";
import { writeCertificate } from "./certificate.ts";
import { ServerProcess } from "./server_process.ts";
import type { ServerSystem } from "./system.ts";

/** Root of the repository. */
export const ROOT = new URL("../../", import.meta.url).pathname;

export interface ChatOptions {
  readonly name: string;
  readonly title: string;
  readonly wire: WireName;
  /** Whether messages are stored in a file instead of memory. */
  readonly isStored: boolean;
  /** Whether connections are encrypted; false by default. */
  readonly isEncrypted?: boolean;
}

/** Flags that lift the limits on message rate and pending connections, which would slow the load. */
const UNLIMITED = ["--rate", "0", "--max-pending", "1000000"];

/** Returns the command of a server without those limits. */
export function chatCommand(db: string): readonly string[] {
  return serveCommand(["--port", "0", ...UNLIMITED, "--db", db]);
}

/**
 * Returns the command of a server.
 *
 * @param flags Flags of `serve`.
 * @param executable Path of the compiled program; by default the source runs, as by the task `serve`.
 */
export function serveCommand(flags: readonly string[], executable?: string): readonly string[] {
  if (executable !== undefined) return [executable, "serve", ...flags];
  return [
    Deno.execPath(),
    "run",
    "--unstable-lazy-dynamic-imports",
    "--v8-flags=--max-semi-space-size=4,--heap-growing-percent=100",
    "-P=serve",
    "--no-prompt",
    `--config=${ROOT}deno.json`,
    `${ROOT}main.ts`,
    "serve",
    ...flags,
  ];
}

/** Last line that the server prints before it serves the web port, with the port. */
export const WEB_LISTENING = /^\[WEB\] .*:(\d+)\/$/;

/** Creates a way of running this program. */
export function chat({ isStored, ...options }: ChatOptions): ServerSystem {
  const start: ServerSystem["start"] = async ({ directory, prefix }) => {
    const command = [...chatCommand(isStored ? `${directory}/chat.db` : ":memory:")];
    if (options.isEncrypted) {
      const { cert, key } = await writeCertificate(directory);
      command.push("--tls-cert", cert, "--tls-key", key);
    }
    return options.wire === "web"
      ? await ServerProcess.start([...prefix, ...command, "--web", "0"], {
        listening: WEB_LISTENING,
      })
      : await ServerProcess.start([...prefix, ...command]);
  };
  return {
    ...options,
    isChat: true,
    start,
    // Starting it is the check: a server without a store on disk rejects the flag.
    obstacle: async () => {
      await using directory = new TemporaryDirectory();
      try {
        await using _server = await start({ directory: directory.path, prefix: [] });
        return undefined;
      } catch (error) {
        return error instanceof Error ? error.message : String(error);
      }
    },
  };
}
